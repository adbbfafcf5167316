// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loops: what is still known of memory in "some further round", and what may have become of pages
 * that a loop works on one by one, or that a condition steps over.
 */
#include <string.h>

#include "solve/pages.h"
#include "solve/solver.h"
#include "solve/summary.h"

static void forget_phis(struct state *s, unsigned int head)
{
	unsigned int k = 0;

	pages_forget_round(s, head);
	for (unsigned int i = 0; i < s->nranges; i++)
		if (!val_mentions_phi(s->vs, s->ranges[i].v, head))
			s->ranges[k++] = s->ranges[i];
	s->nranges = k;
	k = 0;
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (!val_mentions_phi(s->vs, s->facts[i].a, head) &&
		    !val_mentions_phi(s->vs, s->facts[i].b, head))
			s->facts[k++] = s->facts[i];
	s->nfacts = k;
}

static bool is_root(const struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root == v)
			return true;
	return false;
}

/* Memory that a loop may have changed; an object that hung there may hang there still. */
static val_t widen_memory(const struct state *s, const struct cell *cell)
{
	val_t stale = val_stale(s->vs, NULL, cell->addr), old = val_origin(s->vs, cell->val);
	enum val_kind kind = val_get(s->vs, old)->kind;

	return kind == VAL_RESULT || kind == VAL_VAR ? val_derived(s->vs, stale, old) : stale;
}

/* The loop may store to a field of that name; of what has none it may be any. */
static bool may_store(const struct cfg *c, const struct state *s, unsigned int loop, val_t addr)
{
	const struct val *x = val_get(s->vs, addr);

	if (!c->stores[loop] || !c->stored[loop])
		return c->stores[loop];
	while (x->kind == VAL_ELEM)
		x = val_get(s->vs, x->a);
	/* pages are put into carriers by calls */
	if (x->kind != VAL_FIELD || x->record[0] == '#')
		return true;
	for (const char **name = c->stored[loop]; *name; name++)
		if (!strcmp(*name, x->text))
			return true;
	return false;
}

/* The value of one cell in "some further round" of a loop. */
static val_t widen_cell(const struct cfg *c, const struct state *s, unsigned int loop,
			const struct cell *cell)
{
	const struct val *addr = val_get(s->vs, cell->addr);
	unsigned int head = c->head[loop];

	if (addr->kind == VAL_VAR && cfg_owns(c, addr->var) &&
	    bit_test(c->assigned[loop], addr->var->number))
		return val_phi(s->vs, head, addr->var);
	if (is_root(s, cell->val))
		return cell->val;
	if (addr->kind != VAL_VAR && addr->kind != VAL_FN && may_store(c, s, loop, cell->addr) &&
	    val_get(s->vs, cell->object)->kind != VAL_FN)
		return widen_memory(s, cell);
	if (val_mentions_phi(s->vs, cell->val, head))
		return val_stale(s->vs, NULL, cell->addr);
	return cell->val;
}

/* Something in the loop may change what memory of others holds. */
static bool changes_memory(const struct cfg *c, unsigned int loop)
{
	for (unsigned int b = 0; b < c->n; b++) {
		const struct ir_block *blk = c->f->blocks.v[c->order[b]];

		for (size_t i = 0; bit_test(c->body[loop], c->order[b]) && i < blk->nodes.n; i++) {
			enum ir_kind kind = blk->nodes.v[i]->kind;

			if (kind != IR_ASSIGN && kind != IR_RELEASE && kind != IR_DIRTY &&
			    kind < IR_FIRST_TERMINATOR)
				return true;
		}
	}
	return false;
}

/* The variable that held the page, or the list that its object hangs on, does not tell any more in
 * the next round whether it does. */
static void lose_page(struct state *s, const struct cell *c)
{
	bool var = val_get(s->vs, c->addr)->kind == VAL_VAR;

	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];
		val_t home = h->root ? val_object(s->vs, h->root) : 0;

		if (home && val_get(s->vs, home)->kind == VAL_RESULT &&
		    (h->root == c->val ||
		     (!var && home != h->root && val_contains(s->vs, c->val, home))))
			state_doubt(h);
	}
}

/* Once round the loop: what it changes is unknown from here on, but for a lower bound of 0 or 1
 * that counters keep. */
void loop_widen(const struct cfg *c, struct state *s, unsigned int loop)
{
	int64_t *lo = arena_array(s->mem, int64_t, s->ncells + 1), hi;
	val_t *now = arena_array(s->mem, val_t, s->ncells + 1);

	for (unsigned int i = 0; i < s->ncells; i++) {
		state_range(s, s->cells[i].val, &lo[i], &hi);
		now[i] = widen_cell(c, s, loop, &s->cells[i]);
		if (now[i] == s->cells[i].val)
			continue;
		lose_page(s, &s->cells[i]);
		now[i] = state_replace(s, s->cells[i].val, now[i]);
	}
	state_end_round(s, c->head[loop]);
	forget_phis(s, c->head[loop]);
	drops_forget_round(s, c->head[loop], changes_memory(c, loop));
	for (unsigned int i = 0; i < s->ncells; i++) {
		/* a counter that this round left alone keeps its bound too */
		s->cells[i].val = now[i];
		if (lo[i] >= 0 && val_get(s->vs, now[i])->kind == VAL_PHI)
			state_assume(s, IR_OP_GE, now[i], val_int(s->vs, lo[i] > 0), true);
	}
	for (unsigned int i = 0; i < s->nheld; i++) {
		struct held *h = &s->held[i];

		if (h->asked && val_mentions_phi(s->vs, h->asked, c->head[loop]))
			h->asked = val_stale(s->vs, h->node, 0);
		/* which round is the newest one is not known any more */
		if (bit_test(c->body[loop], h->block))
			h->first = 0;
	}
}

/* The loop names a variable through which the pages can be reached. */
static bool uses(const struct cfg *c, struct state *s, unsigned int loop, const struct held *h)
{
	for (unsigned int v = 0; v < c->nvars; v++) {
		val_t addr;

		if (!bit_test(c->used[loop], v))
			continue;
		addr = val_var(s->vs, c->f->vars.v[v]);
		if (val_contains(s->vs, h->root, addr) ||
		    state_derives(s, h, state_read(s, addr, false)))
			return true;
	}
	return false;
}

/* Something in the object leads to the pages, or to the object that they lie in. */
static bool holds(const struct state *s, val_t object, const struct held *h)
{
	val_t home = h->root ? val_object(s->vs, h->root) : 0;

	for (unsigned int i = 0; home && i < s->ncells; i++)
		if (s->cells[i].object == object && (state_derives(s, h, s->cells[i].val) ||
						     val_contains(s->vs, s->cells[i].val, home)))
			return true;
	return false;
}

/* The loop names a variable that is, or leads to, an object in which the pages can be found. */
static bool finds(const struct cfg *c, struct state *s, unsigned int loop, const struct held *h)
{
	for (unsigned int v = 0; v < c->nvars; v++) {
		val_t addr;

		if (!bit_test(c->used[loop], v))
			continue;
		addr = val_var(s->vs, c->f->vars.v[v]);
		if (holds(s, val_object(s->vs, state_read(s, addr, false)), h) ||
		    (str_starts(c->f->vars.v[v]->type, "struct ") && holds(s, addr, h)))
			return true;
	}
	return false;
}

/* The call gets the pages, or an object that leads to them. */
static bool takes_address(struct state *s, const struct ir_node *n, const struct held *h)
{
	for (unsigned int i = 0; i < n->nargs; i++) {
		val_t v = transfer_value(s, &n->args[i], n);

		if (state_derives(s, h, v) || (h->root && val_contains(s->vs, h->root, v)))
			return true;
	}
	return false;
}

/* The node may take pages away from their array: drop them, put them elsewhere. */
static bool takes_away(struct state *s, const struct ir_node *n, const struct held *h)
{
	const struct api_row *row;

	switch (n->kind) {
	case IR_ASSIGN:
	case IR_DIRTY:
		return false;
	case IR_CALL:
		return takes_address(s, n, h);
	case IR_ACCESS:
		row = api_find(n->callee);
		return row->role == API_PUT || row->role == API_COPY || row->role == API_FREE;
	default:
		return n->kind < IR_FIRST_TERMINATOR;
	}
}

/* The node may only copy a page to another place, where it can be found. */
static bool moves(const struct ir_node *n)
{
	return n->kind == IR_STORE ||
	       (n->kind == IR_ACCESS && api_find(n->callee)->role == API_PUT);
}

/* What a loop must do with an object that the pages are only found through. */
static bool drops_or_calls(const struct ir_node *n)
{
	return n->kind == IR_RELEASE || n->kind == IR_CALL;
}

/* Round by round, the loop does something to the pages that counts. */
static bool works_on(const struct cfg *c, struct state *s, unsigned int loop, const struct held *h)
{
	bool moved = escape_moved(s, h, c->head[loop]), named = uses(c, s, loop, h);

	if (!named && !finds(c, s, loop, h))
		return false;
	for (unsigned int b = 0; b < c->n; b++) {
		const struct ir_block *blk = c->f->blocks.v[c->order[b]];

		for (size_t i = 0; bit_test(c->body[loop], c->order[b]) && i < blk->nodes.n; i++)
			if (takes_away(s, blk->nodes.v[i], h) &&
			    (named || drops_or_calls(blk->nodes.v[i])) &&
			    !(moved && moves(blk->nodes.v[i])))
				return true;
	}
	return false;
}

/* The edge leaves the loop as its own condition does, before or between rounds. */
static bool is_regular_exit(const struct cfg *c, unsigned int loop, unsigned int from)
{
	const struct ir_block *b = c->f->blocks.v[from];

	if (from == c->head[loop])
		return true;
	/* `while (a && b)`: the second condition has a block of its own, which only computes */
	for (size_t i = 0; i + 1 < b->nodes.n; i++)
		if (b->nodes.v[i]->kind != IR_ASSIGN)
			return false;
	return cfg_enters(c, c->head[loop], from);
}

static bool summary_dirties(const struct summary *m)
{
	for (size_t i = 0; m && i < m->cases.n; i++)
		for (unsigned int k = 0; k < m->cases.v[i]->neffects; k++)
			if (m->cases.v[i]->effects[k].kind == EFF_DIRTY)
				return true;
	return false;
}

/* The call in the loop that marks pages dirty, NULL if none does. */
static const struct ir_node *dirties(const struct solver *sv, unsigned int loop)
{
	const struct ir_func *f = sv->f, *g;

	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; bit_test(sv->cfg->body[loop], b) && i < f->blocks.v[b]->nodes.n;
		     i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (n->kind == IR_DIRTY)
				return n;
			if (n->kind != IR_CALL || !n->callee)
				continue;
			g = program_resolve(sv->prog, f, n->callee);
			if (g && summary_dirties(program_summary(sv->prog, g)))
				return n;
		}
	return NULL;
}

/* A loop that works on the pages one by one, left by a condition that could not be decided:
 * whether it ran at all is not known. */
void loop_leave(const struct solver *sv, struct state *s, unsigned int from, unsigned int to)
{
	const struct cfg *c = sv->cfg;

	for (unsigned int l = 0; l < c->nloops; l++) {
		if (!cfg_leaves(c, l, from, to) || !is_regular_exit(c, l, from))
			continue;
		const struct ir_node *dirty = NULL;

		for (unsigned int i = 0; i < s->nheld; i++) {
			struct held *h = &s->held[i];

			if (!h->dirty && (h->now || h->before) && uses(c, s, l, h)) {
				if (!dirty)
					dirty = dirties(sv, l);
				h->dirty = dirty;
			}
			if ((state_is_held(h) || state_may_hold(h)) &&
			    !bit_test(c->body[l], h->block) && works_on(c, s, l, h))
				state_doubt(h);
		}
	}
}

/* `if (left < nr) release;` behind a loop that counts `left` down: the count and what is held hang
 * together, but how is not known any more. */
void loop_skip_release(const struct solver *sv, struct state *s, const struct step *st,
		       unsigned int from, unsigned int taken, unsigned int other)
{
	const struct cfg *c = sv->cfg;

	for (unsigned int l = 0; l < c->nloops; l++) {
		unsigned int head = c->head[l];

		if (bit_test(c->body[l], from) ||
		    !(val_mentions_phi(s->vs, st->a, head) ||
		      val_mentions_phi(s->vs, st->b, head)) ||
		    !cfg_skips_release(c, other, taken))
			continue;
		for (unsigned int i = 0; i < s->nheld; i++)
			if (bit_test(c->body[l], s->held[i].block))
				state_doubt(&s->held[i]);
	}
}

/* `if (obj[i].page) put_page(obj[i].page);`: which of many places it is that holds nothing, where one
 * does hold the page, is not known. */
void loop_skip_null(const struct solver *sv, struct state *s, const struct step *st,
		    unsigned int taken, unsigned int other)
{
	const struct val *x = val_get(s->vs, st->a);
	int64_t n;

	if ((x->kind != VAL_LOAD && x->kind != VAL_STALE) || !x->a ||
	    val_get(s->vs, x->a)->kind == VAL_VAR || !val_is_int(s->vs, st->b, &n) || n ||
	    (st->node->op == IR_OP_EQ) != st->truth || !cfg_skips_release(sv->cfg, other, taken))
		return;
	for (unsigned int i = 0; i < s->nheld; i++)
		if (s->held[i].root &&
		    val_object(s->vs, s->held[i].root) == val_object(s->vs, x->a))
			state_doubt(&s->held[i]);
}
