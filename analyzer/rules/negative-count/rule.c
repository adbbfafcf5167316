// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static bool is_unsigned(enum ir_op op)
{
	return op >= IR_OP_ULT && op <= IR_OP_UGE;
}

/* The path came here through an unsigned comparison with the failed call's result. */
static bool bounded_by(const struct event *ev, val_t result)
{
	for (const struct step *st = ev->s->trace; st && st->node != ev->h->node; st = st->prev) {
		if (!st->node || st->node->kind != IR_BRANCH || !is_unsigned(st->node->op))
			continue;
		if (st->a == result || st->b == result)
			return true;
	}
	return false;
}

static void on_release(const struct event *ev)
{
	const struct held *h = ev->h;

	if (h->outcome != OUT_ERROR || h->now || h->before || h->released || h->escaped)
		return;
	if (ev->count == h->result)
		rule_report(
			ev, &rule_negative_count, 0.9,
			"the result of %s() reaches the count of %s() though it may be negative",
			h->node->callee, ev->n->callee);
	else if (bounded_by(ev, h->result))
		rule_report(ev, &rule_negative_count, 0.85,
			    "the result of %s() bounds an unsigned loop though it may be negative",
			    h->node->callee);
}

const struct rule rule_negative_count = {
	.id = "negative-count",
	.title = "a possibly negative result is used as a number of pages",
	.grade = GRADE_WARN,
	.on_release = on_release,
};
