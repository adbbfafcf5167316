// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static bool is_negative(const struct event *ev, val_t v)
{
	int64_t lo, hi;

	state_range(ev->s, v, &lo, &hi);
	return hi < 0;
}

/* The errno itself, or a number computed from it, is the count. */
static bool is_count(const struct event *ev)
{
	val_t result = ev->h->result;

	/* it counts in int and drops nothing then */
	if (!ev->count || ev->row->negative == NEG_NOTHING)
		return false;
	return val_origin(ev->s->vs, ev->count) == result ||
	       (is_negative(ev, ev->count) && val_contains(ev->s->vs, ev->count, result));
}

/* `while (n--)` counts down from it. */
static bool is_index(const struct event *ev)
{
	return ev->part && ev->part->page && ev->part->from && is_negative(ev, ev->part->from) &&
	       val_contains(ev->s->vs, ev->part->from, ev->h->result);
}

static void on_release(const struct event *ev)
{
	const struct held *h = ev->h;

	if (h->outcome != OUT_ERROR || h->now)
		return;
	if (is_count(ev))
		rule_report(
			ev, &rule_negative_count, 0.9,
			"the result of %s() reaches the count of %s() though it may be negative",
			h->node->callee, ev->n->callee);
	else if (!h->before && (is_index(ev) || rule_unsigned_bound(ev, h->result)))
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
