// SPDX-License-Identifier: GPL-2.0-or-later
/* An acquire call: what it asks for, and a path for each way that it can end. */
#include <string.h>

#include "solve/pages.h"
#include "solve/solver.h"

/* A pointer that moves on round by round, or an index into what it points to, stays in the array that
 * it began in. */
static val_t array_of(const struct state *s, val_t pages)
{
	return val_origin(s->vs, val_array(s->vs, val_origin(s->vs, pages)));
}

/* The array that `struct page ***` ends up with: the caller's own, or one that the call makes. */
static val_t out_array(struct state *s, const struct ir_node *n, val_t addr)
{
	val_t old = state_read(s, addr, false), made;
	int64_t lo, hi;

	/* `&array[i]` is the caller's own, too */
	if (val_get(s->vs, old)->kind == VAL_ELEM)
		return array_of(s, old);
	state_range(s, old, &lo, &hi);
	if (lo >= 1)
		return old;
	made = val_load(s->vs, addr, n, false);
	state_write(s, addr, made);
	return made;
}

static val_t acquire_root(struct state *s, const struct ir_node *n, const struct api_row *row,
			  val_t pages)
{
	switch (row->shape) {
	case S_RESULT:
		return val_result(s->vs, n, false);
	case S_ARRAYP:
		return pages ? out_array(s, n, pages) : 0;
	case S_ARRAY:
		return pages ? array_of(s, pages) : 0;
	default:
		return pages;
	}
}

bool acquire_root_owned(const struct state *s, const struct ir_node *n, const struct api_row *row,
			val_t root)
{
	const struct val *x = val_get(s->vs, root);

	if (row->shape == S_RESULT || val_is_taken(s->vs, root))
		return true;
	if (x->kind == VAL_LOAD && x->node == n) /* made by the call: owned if the pointer is */
		return escape_is_owned(s, val_object(s->vs, x->a));
	if (row->shape == S_BIO || row->shape == S_OTHER)
		return false;
	return escape_is_owned(s, val_object(s->vs, root));
}

/* Result and relation for one outcome.  Return: false if it cannot be. */
static bool set_outcome(struct state *s, const struct ir_node *n, struct held *h, enum outcome o)
{
	val_t result = val_result(s->vs, n, false), zero = val_int(s->vs, 0);
	val_t one = val_int(s->vs, 1);
	enum api_held held = h->row->held;

	h->result = result;
	/* nobody asks for a negative number: an errno is never all that was asked for */
	if (h->asked)
		state_assume(s, IR_OP_GE, h->asked, zero, true);
	switch (o) {
	case OUT_ERROR:
		if (held == H_TRUE || held == H_ALWAYS)
			return false;
		if (held == H_NONNULL)
			h->result = zero;
		else
			return state_assume(s, IR_OP_LT, result, zero, true) &&
			       state_assume(s, IR_OP_GE, result, val_int(s->vs, ERRNO_MIN), true);
		return true;
	case OUT_ZERO:
		if (held != H_COUNT && held != H_BYTES && held != H_TRUE)
			return false;
		h->result = zero;
		return true;
	case OUT_PART:
		if (held != H_COUNT || !h->asked)
			return false;
		return state_assume(s, IR_OP_GT, result, zero, true) &&
		       state_assume(s, IR_OP_LT, result, h->asked, true);
	case OUT_FULL:
		if (held == H_ZERO) {
			h->result = zero;
			return true;
		}
		if (held == H_TRUE) {
			h->result = one;
			return true;
		}
		if (held == H_COUNT && h->asked) {
			h->result = h->asked;
			return state_assume(s, IR_OP_GT, h->asked, zero, true);
		}
		return state_assume(s, IR_OP_GT, result, zero, true);
	}
	return false;
}

/* Where in @root the first page goes. */
static val_t first_element(const struct state *s, val_t root, val_t pages)
{
	const struct val *x;

	if (!root || !pages || root == pages)
		return val_int(s->vs, 0);
	x = val_get(s->vs, pages);
	return x->kind == VAL_ELEM && x->a == root ? x->b : 0;
}

static val_t first_page(struct state *s, const struct api_row *row, val_t root, val_t pages)
{
	val_t old = row->shape == S_ARRAYP && pages ? state_read(s, pages, false) : 0;

	if (row->shape == S_ARRAY)
		return first_element(s, root, pages);
	if (old && val_get(s->vs, old)->kind == VAL_ELEM)
		return first_element(s, root, old);
	return val_int(s->vs, 0);
}

static void start_held(struct state *s, unsigned int block, const struct ir_node *n,
		       const struct api_row *row, val_t root, val_t asked, val_t flags)
{
	struct held *h = state_held(s, n);
	bool before = h->row && state_is_held(h);
	bool kept = h->kept || (h->stored && !h->released && !h->escaped && !h->doubt);
	bool doubt = h->doubt, unclear = h->unclear, numbered = h->numbered;

	memset(h, 0, sizeof(*h));
	h->node = n;
	h->row = row;
	h->block = block;
	h->kind = row->kind;
	h->root = root;
	h->asked = asked;
	h->flags = flags;
	h->before = before;
	h->kept = kept;
	h->numbered = numbered;
	/* whether an extracted page is pinned at all hangs on the iterator */
	h->doubt = doubt || row->kind == K_EXTRACT;
	h->unclear = unclear;
	h->owned = root && acquire_root_owned(s, n, row, root);
}

/* The pages lie in a variable of the function now; a call that fails leaves it as it was. */
void acquire_fill(struct state *s, const struct ir_node *n, const struct held *h)
{
	enum api_shape shape = h->row->shape;

	if (!h->root || shape == S_RESULT || shape == S_ARRAYP || shape == S_BIO)
		return;
	/* it may be part of an object that was allocated with zeroes, and that there is */
	state_touched(s, h->root);
	state_exists(s, val_object(s->vs, h->root));
	if (escape_is_local(s, val_object(s->vs, h->root)))
		state_clobber(s, h->root, n);
}

/* What was dropped so far were other pages. */
static void forget_older(struct state *s, val_t root)
{
	if (root)
		drops_forget_behind(s, root);
	for (unsigned int i = 0; i < s->neffects; i++)
		s->effects[i].early |=
			s->effects[i].kind == EFF_RELEASE || s->effects[i].kind == EFF_DIRTY;
}

static void split_outcome(struct solver *sv, const struct state *s, const struct ir_node *n,
			  enum outcome o, state_vec *next)
{
	struct state *t = state_copy(s);
	struct held *h = state_held(t, n);
	const char *text;

	h->outcome = o;
	h->now = o == OUT_PART || o == OUT_FULL;
	if (!set_outcome(t, n, h, o))
		return;
	/* the call was given an array, or made one */
	if (h->now && h->root && h->row->shape == S_ARRAYP)
		state_assume(t, IR_OP_GT, h->root, val_int(t->vs, 0), true);
	if (h->now)
		acquire_fill(t, n, h);
	else
		solver_site(sv, n, h->row)->fate |= FATE_FAILED;
	transfer_result(t, n, h->result);
	text = arena_printf(sv->mem, "%s() %s", n->callee, outcome_text(o));
	state_step(t, n->loc, n, text);
	vec_push(next, t);
}

static void note_acquire(struct solver *sv, const struct event *ev, bool none)
{
	struct solved_site *site = solver_site(sv, ev->n, ev->row);
	uint64_t must, may;

	site->none |= none;
	site->some |= !none;
	if (!ev->flags)
		return;
	val_bits(sv->vs, ev->flags, &must, &may);
	site->must = site->has_flags ? site->must & must : must;
	site->may |= may;
	site->has_flags = true;
	site->boolean = !strcmp(
		ev->n->params[api_arg(ev->row->flags, ev->n->params, (int)ev->n->nargs)], "write");
}

/* Who else can reach the array: the function's caller, if it came in through a parameter. */
static bool from_caller(const struct state *s, val_t root)
{
	const struct val *x = val_get(s->vs, root);

	if (x->kind != VAL_LOAD)
		return false;
	x = val_get(s->vs, x->a);
	if (x->kind == VAL_LOAD) /* *pages of struct page ***pages */
		x = val_get(s->vs, x->a);
	return x->kind == VAL_VAR && x->var->kind == IR_PARAM;
}

void acquire_node(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		  state_vec *next)
{
	const struct api_row *row = api_find(n->callee);
	struct event ev = { .sv = sv, .s = s, .n = n, .row = row };
	bool none;

	ev.pages = transfer_arg(s, n, row->pages);
	ev.flags = transfer_arg(s, n, row->flags);
	none = ev.pages && state_is_zero(s, ev.pages);
	note_acquire(sv, &ev, none);
	solver_ask(sv, &ev, ON_ACQUIRE);
	if (none || (row->pages && !ev.pages)) {
		transfer_fresh(s, n);
		vec_push(next, s);
		return;
	}
	val_t asked = transfer_count(s, n, row), root;

	/* asked for may be what the last round left over */
	if (asked && val_mentions(s->vs, asked, n))
		asked = val_stale(s->vs, NULL, val_fn(s->vs, "#asked"));
	state_forget(s, n);
	root = acquire_root(s, n, row, ev.pages);
	forget_older(s, root);
	if (root)
		pages_taken(s, root);
	start_held(s, block, n, row, root, asked, ev.flags);
	state_held(s, n)->first = first_page(s, row, root, ev.pages);
	if (root && from_caller(s, root))
		solver_site(sv, n, row)->to_caller = true;
	for (int o = OUT_ERROR; o <= OUT_FULL; o++)
		split_outcome(sv, s, n, (enum outcome)o, next);
}
