// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/atomic.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "solve/pages.h"

struct contexts {
	struct context c; /* the newest of that name */
	struct contexts *older;
	UT_hash_handle hh;
};

static void add(struct contexts **table, struct arena *a, const struct context *c)
{
	struct contexts *e = arena_new(a, struct contexts), *old;

	e->c = *c;
	HASH_FIND_PTR(*table, &e->c.func, old);
	if (old) {
		e->older = old->older;
		old->older = e;
		return;
	}
	HASH_ADD_PTR(*table, c.func, e);
}

static bool is_atomic(enum api_kind k)
{
	return k == C_HARDIRQ || k == C_SOFTIRQ;
}

static const char *of_field(struct arena *a, const char *record, const char *field)
{
	return arena_printf(a, "%s.%s", str_starts(record, "struct ") ? record + 7 : record, field);
}

static void add_store(struct contexts **table, struct arena *a, const struct ir_unit *u,
		      const struct ir_node *n)
{
	const struct ir_proj *p = n->dst->n ? &n->dst->proj[n->dst->n - 1] : NULL;
	struct context c = { .unit = u };

	if (!p || p->kind != IR_FIELD || n->args[0].kind != IR_FUNC)
		return;
	c.kind = api_context_field(p->record, p->field);
	if (!is_atomic(c.kind))
		return;
	c.func = n->args[0].text;
	c.by = of_field(a, p->record, p->field);
	add(table, a, &c);
}

static void add_call(struct contexts **table, struct arena *a, const struct ir_unit *u,
		     const struct ir_node *n)
{
	const struct api_row *row = api_find(n->callee);
	struct context c = { .unit = u };
	int i;

	if (!row || row->role != API_CONTEXT || !is_atomic(row->kind))
		return;
	i = api_arg(row->pages, n->params, (int)n->nargs);
	if (i < 0 || (unsigned int)i >= n->nargs || n->args[i].kind != IR_FUNC)
		return;
	c.kind = row->kind;
	c.func = n->args[i].text;
	c.by = arena_printf(a, "%s()", n->callee);
	add(table, a, &c);
}

void contexts_add(struct contexts **table, struct arena *a, const struct ir_unit *u)
{
	for (size_t f = 0; f < u->funcs.n; f++)
		for (size_t b = 0; b < u->funcs.v[f]->blocks.n; b++) {
			const struct ir_block *blk = u->funcs.v[f]->blocks.v[b];

			for (size_t i = 0; i < blk->nodes.n; i++) {
				if (blk->nodes.v[i]->kind == IR_STORE)
					add_store(table, a, u, blk->nodes.v[i]);
				else if (blk->nodes.v[i]->kind == IR_ACCESS)
					add_call(table, a, u, blk->nodes.v[i]);
			}
		}
	for (size_t i = 0; i < u->bindings.n; i++) {
		const struct ir_binding *b = &u->bindings.v[i];
		struct context c = { .func = b->func, .unit = u };

		c.kind = api_context_field(b->record, b->field);
		if (!is_atomic(c.kind))
			continue;
		c.by = of_field(a, b->record, b->field);
		add(table, a, &c);
	}
}

void contexts_free(struct contexts *table)
{
	HASH_CLEAR(hh, table);
}

const struct context *contexts_find(const struct contexts *table, const struct ir_func *f)
{
	const struct contexts *e;

	HASH_FIND_PTR(table, &f->name, e);
	for (; e; e = e->older)
		if (!f->is_static || e->c.unit == f->unit)
			return &e->c;
	return NULL;
}

#define MAX_NESTED 2

void atomic_change(struct state *s, int by, const struct ir_node *n, val_t lock)
{
	s->atomic += by;
	/* a lock that a function takes for its caller and the caller gives back in a loop */
	if (s->atomic < -MAX_NESTED)
		s->atomic = -MAX_NESTED;
	if (s->atomic > MAX_NESTED)
		s->atomic = MAX_NESTED;
	if (by <= 0)
		return;
	s->atomic_at = n;
	s->atomic_lock = lock;
}

void atomic_unknown(struct state *s, val_t v)
{
	const struct val *x;

	/* the lock, or an object that it lies in, be that a part of another one */
	for (val_t at = s->atomic > 0 ? s->atomic_lock : 0; at; at = x->a) {
		x = val_get(s->vs, at);
		if (at == v)
			s->atomic = 0;
		if (at == v || (x->kind != VAL_FIELD && x->kind != VAL_ELEM))
			return;
	}
}

void atomic_lock_node(struct state *s, const struct ir_node *n, const struct api_row *row,
		      state_vec *next)
{
	val_t zero = val_int(s->vs, 0), lock = transfer_arg(s, n, row->carrier), result;
	struct state *t;

	transfer_fresh(s, n);
	if (row->kind == L_UNLOCK) {
		atomic_change(s, -1, n, 0);
	} else if (row->kind == L_TRYLOCK && n->dst) {
		result = state_read(s, val_var(s->vs, n->dst->var), false);
		t = state_copy(s);
		if (state_assume(t, IR_OP_EQ, result, zero, true))
			vec_push(next, t);
		if (!state_assume(s, IR_OP_NE, result, zero, true))
			return;
		atomic_change(s, 1, n, lock);
	} else {
		atomic_change(s, 1, n, lock);
	}
	vec_push(next, s);
}

static struct held *held_by(struct state *s, val_t v)
{
	for (unsigned int i = 0; i < s->nheld; i++)
		if (state_match(s, &s->held[i], v))
			return &s->held[i];
	return NULL;
}

void atomic_sleep(struct solver *sv, struct state *s, const struct effect *e)
{
	struct effect mine = *e;
	struct event ev = { .sv = sv, .s = s, .n = e->node, .row = e->row, .pages = e->v };

	ev.dirty = e->row->sleeps == SLEEP_ALWAYS ? TRI_YES : effect_dirty(s, e);
	if (e->row->sleeps == SLEEP_NO || ev.dirty == TRI_NO)
		return;
	if (s->atomic > 0 || (sv->context && !s->atomic)) {
		/* some path of the called function does */
		if (!e->must)
			ev.dirty = TRI_MAYBE;
		/* a loop without rounds is no way of its own */
		ev.chance = e->chance && !e->looped;
		ev.h = held_by(s, e->v);
		solver_ask(sv, &ev, ON_SLEEP);
		return;
	}
	/* a lock of the caller's was given back: it may sleep */
	if (s->atomic < 0)
		return;
	mine.kind = EFF_SLEEP;
	mine.looped = e->looped || cfg_in_loop(sv->cfg, sv->block);
	mine.dirty = ev.dirty;
	if (!state_external(s, mine.v))
		mine.v = val_fn(s->vs, "#some-page");
	state_effect(s, &mine);
}

const char *rule_context(const struct event *ev)
{
	return ev->sv->context ? ev->sv->context->by : NULL;
}
