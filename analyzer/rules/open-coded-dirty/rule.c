// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

/* The value may differ from round to round. */
static bool varies(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	if (x->kind == VAL_PHI || x->kind == VAL_STALE || x->kind == VAL_RESULT)
		return true;
	return (x->a && varies(vs, x->a)) || (x->b && varies(vs, x->b));
}

/* The element that the page was read from, 0 if it was read from none. */
static val_t index_of(const struct values *vs, val_t page)
{
	const struct val *x = val_get(vs, val_page(vs, page));

	if (x->kind != VAL_LOAD || !x->a)
		return 0;
	x = val_get(vs, x->a);
	return x->kind == VAL_ELEM ? x->b : 0;
}

/* i and i - 1 */
static bool same_base(const struct values *vs, val_t a, val_t b)
{
	val_t x, y;

	val_offset(vs, a, &x);
	val_offset(vs, b, &y);
	return x == y;
}

/* Between the head of the loop and here nothing was asked that may be different for each page. */
static bool same_for_all(const struct event *ev, val_t index)
{
	for (const struct step *st = ev->s->trace; st; st = st->prev) {
		if (!st->node || st->node->kind != IR_BRANCH || !st->a || !st->b)
			continue;
		if (same_base(ev->s->vs, st->a, index) || same_base(ev->s->vs, st->b, index))
			return true;
		if (varies(ev->s->vs, st->a) || varies(ev->s->vs, st->b))
			return false;
	}
	return false;
}

static bool is_behind(struct ir_loc a, struct ir_loc b)
{
	return a.file == b.file && (a.line > b.line || (a.line == b.line && a.col > b.col));
}

/* Pages that were marked dirty are unpinned on a condition: the one call would unpin them all. */
static bool is_conditional(const struct event *ev, const struct ir_node *dirty)
{
	for (const struct step *st = ev->s->trace; st; st = st->prev)
		if (st->node && st->node->kind == IR_BRANCH && is_behind(st->loc, dirty->loc) &&
		    is_behind(ev->n->loc, st->loc))
			return true;
	return false;
}

static void check(const struct event *ev)
{
	const struct ir_node *n = ev->row->role == API_RELEASE ? rule_dirtied(ev, 0) : NULL;
	val_t index;

	if (!n || ev->row->kind != K_PIN || ev->row->shape != S_PAGE || ev->n->via || n->via ||
	    api_find(n->callee)->kind != D_LOCKED)
		return;
	index = index_of(ev->s->vs, ev->pages);
	if (!index || !varies(ev->s->vs, index) || !same_for_all(ev, index) ||
	    is_conditional(ev, n))
		return;
	rule_report(ev, &rule_open_coded_dirty, 0.8,
		    "a loop of %s() and %s() over an array: unpin_user_pages_dirty_lock() says it",
		    n->callee, ev->n->callee);
}

const struct rule rule_open_coded_dirty = {
	.id = "open-coded-dirty",
	.title = "a loop marks pages dirty and unpins them one by one",
	.grade = GRADE_ADVISE,
	.on_release = check,
	.on_foreign = check,
};
