// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

/* Another call puts pages behind those of this one: together they may be as many. */
static bool is_shared(const struct event *ev)
{
	for (unsigned int i = 0; i < ev->s->nheld; i++) {
		const struct held *o = &ev->s->held[i];

		if (o != ev->h && o->root == ev->h->root && (o->now || o->before))
			return true;
	}
	return false;
}

/* A loop over single pages ends at @end, not where the pages do. */
static bool runs_to(const struct event *ev, val_t end)
{
	const struct state *s = ev->s;
	int64_t lo, hi, n;

	if (val_is_int(s->vs, end, &n)) {
		state_range(s, ev->part->from, &lo, &hi);
		return val_get(s->vs, ev->part->from)->kind != VAL_INT && hi == n - 1;
	}
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (s->facts[i].op == IR_OP_LT && s->facts[i].a == ev->part->from &&
		    s->facts[i].b == end)
			return true;
	return false;
}

/* A page behind the last one that was taken goes too. */
static bool goes_beyond(const struct event *ev, val_t taken, val_t asked)
{
	const struct drop *d = ev->part;

	if (d->to == asked || state_decide(ev->s, IR_OP_GT, d->to, taken) > 0)
		return true;
	if (!d->page || state_decide(ev->s, IR_OP_NE, ev->pages, val_int(ev->s->vs, 0)) > 0)
		return false;
	return state_decide(ev->s, IR_OP_GE, d->from, taken) > 0 ||
	       (runs_to(ev, asked) && state_decide(ev->s, IR_OP_LT, d->from, taken) <= 0);
}

/* The path went on by a comparison of something computed from the result: whether it can go on
 * so with a part of the pages is not known. */
static bool is_computed(const struct event *ev)
{
	const struct values *vs = ev->s->vs;
	val_t r = ev->h->result;

	for (const struct step *st = ev->s->trace; st && st->node != ev->h->node; st = st->prev)
		if (st->a && st->a != r && st->b != r &&
		    (val_contains(vs, st->a, r) || val_contains(vs, st->b, r)))
			return true;
	return false;
}

static void on_release(const struct event *ev)
{
	const struct held *h = ev->h;
	struct values *vs = ev->s->vs;
	val_t taken, asked;

	if (h->row->held != H_COUNT || !h->asked || !h->first || !ev->part ||
	    ev->part->root != h->root || (!h->now && !h->before) || h->outcome == OUT_FULL)
		return;
	if (h->kept || is_shared(ev))
		return;
	taken = h->now ? val_op(vs, IR_OP_ADD, h->first, h->result) : h->first;
	asked = val_op(vs, IR_OP_ADD, h->first, h->asked);
	if (!goes_beyond(ev, taken, asked))
		return;
	rule_report(ev, &rule_wrong_count,
		    is_computed(ev) ? 0.6 :
		    h->escaped	    ? 0.75 :
				      0.85,
		    "%s() drops as many pages as were asked for, but %s() may have taken fewer",
		    ev->n->callee, h->node->callee);
}

const struct rule rule_wrong_count = {
	.id = "wrong-count",
	.title = "as many pages are dropped as were asked for, not as many as were taken",
	.grade = GRADE_FORCE,
	.on_release = on_release,
};
