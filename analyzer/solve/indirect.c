// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/indirect.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

/* More functions than that stand behind fields such as file_operations.release. */
#define MAX_BOUND 24u

/* ---- the walk: what a call gets ---- */

static void note(struct solver *sv, const struct held *h, const struct ir_node *n, unsigned int arg,
		 struct place in)
{
	struct handed x = { .node = n, .arg = arg, .in = in };
	struct solved_site *site = solver_site(sv, h->node, h->row);

	for (size_t i = 0; i < site->handed.n; i++) {
		const struct handed *o = &site->handed.v[i];

		if (o->node == n && o->arg == arg && o->in.record == in.record &&
		    o->in.field == in.field)
			return;
	}
	vec_push(&site->handed, x);
}

/* The argument is an object in which the pages lie. */
static void note_content(struct solver *sv, const struct state *s, const struct held *h,
			 const struct ir_node *n, unsigned int arg, val_t v)
{
	val_t object = val_object(s->vs, v);

	if (h->root && val_object(s->vs, h->root) == object && h->root != v)
		note(sv, h, n, arg, solved_place(s->vs, h->root));
	for (unsigned int i = 0; i < s->ncells; i++)
		if (s->cells[i].addr != v && s->cells[i].object == object &&
		    state_derives(s, h, s->cells[i].val))
			note(sv, h, n, arg, solved_place(s->vs, s->cells[i].addr));
}

void indirect_note(struct solver *sv, struct state *s, const struct ir_node *n)
{
	const struct ir_place *p = n->target;

	if (!p || !p->n || p->proj[p->n - 1].kind != IR_FIELD)
		return;
	for (unsigned int i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];

		if (!(h->now || h->before) || h->released || h->escaped)
			continue;
		for (unsigned int a = 0; a < n->nargs; a++) {
			val_t v = transfer_value(s, &n->args[a], n);

			if (state_derives(s, h, v))
				note(sv, h, n, a, (struct place){ 0 });
			else if (val_get(s->vs, v)->kind != VAL_INT)
				note_content(sv, s, h, n, a, v);
		}
	}
}

/* ---- afterwards: what may be meant ---- */

struct bound {
	struct place place;
	VEC(const struct ir_func *) funcs;
	UT_hash_handle hh;
};

struct bindings {
	struct program *prog;
	struct arena mem;
	struct bound *table;
};

static struct bound *find(struct bindings *b, const char *record, const char *field, bool make)
{
	struct place key;
	struct bound *x;

	memset(&key, 0, sizeof(key));
	key.record = record;
	key.field = field;
	HASH_FIND(hh, b->table, &key, sizeof(key), x);
	if (x || !make)
		return x;
	x = arena_new(&b->mem, struct bound);
	x->place = key;
	HASH_ADD(hh, b->table, place, sizeof(key), x);
	return x;
}

static void bind(struct bindings *b, const struct ir_unit *u, const char *record, const char *field,
		 const char *name)
{
	const struct ir_func *f = program_find(b->prog, u, name);
	struct bound *x;

	if (!f)
		return;
	x = find(b, record, field, true);
	for (size_t i = 0; i < x->funcs.n; i++)
		if (x->funcs.v[i] == f)
			return;
	vec_push(&x->funcs, f);
}

/* `obj->done = foo_done;` */
static void bind_stores(struct bindings *b, const struct ir_func *f)
{
	for (size_t k = 0; k < f->blocks.n; k++)
		for (size_t i = 0; i < f->blocks.v[k]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[k]->nodes.v[i];
			const struct ir_proj *p;

			if (n->kind != IR_STORE || n->args[0].kind != IR_FUNC || !n->dst->n)
				continue;
			p = &n->dst->proj[n->dst->n - 1];
			if (p->kind == IR_FIELD)
				bind(b, f->unit, p->record, p->field, n->args[0].text);
		}
}

static void bind_unit(const struct ir_unit *u, void *arg)
{
	struct bindings *b = arg;

	for (size_t i = 0; i < u->bindings.n; i++) {
		const struct ir_binding *x = &u->bindings.v[i];

		bind(b, u, x->record, x->field, x->func);
	}
	for (size_t i = 0; i < u->funcs.n; i++)
		bind_stores(b, u->funcs.v[i]);
}

struct bindings *bindings_new(struct program *p)
{
	struct bindings *b = calloc(1, sizeof(*b));

	if (!b)
		die("out of memory");
	b->prog = p;
	program_units(p, bind_unit, b);
	return b;
}

void bindings_free(struct bindings *b)
{
	struct bound *x, *t;

	if (!b)
		return;
	HASH_ITER (hh, b->table, x, t)
		vec_release(&x->funcs);
	HASH_CLEAR(hh, b->table);
	arena_release(&b->mem);
	free(b);
}

/* The effect reaches the pages: they are the parameter, or lie in that field behind it. */
static bool reaches(const struct summary *m, const struct effect *e, const struct handed *h)
{
	struct place in = solved_place(m->vs, e->v);
	const struct val *x;
	val_t v = e->v;

	for (x = val_get(m->vs, v); x->a; x = val_get(m->vs, v))
		v = x->a;
	return x->kind == VAL_VAR && x->var->kind == IR_PARAM && x->var->index == (int)h->arg &&
	       in.record == h->in.record && in.field == h->in.field;
}

static void add_use(indirect_uses *out, const struct solved *w, const struct effect *e)
{
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].walk == w && out->v[i].e->node == e->node)
			return;
	vec_push(out, ((struct indirect_use){ w, e }));
}

static void add_uses(struct bindings *b, const struct ir_func *f, const struct handed *h,
		     indirect_uses *out)
{
	const struct solved *w = program_walked(b->prog, f);
	const struct summary *m = w ? w->summary : NULL;

	for (size_t i = 0; m && i < m->cases.n; i++) {
		const struct state *s = m->cases.v[i];

		for (unsigned int k = 0; k < s->neffects; k++)
			if (s->effects[k].row && reaches(m, &s->effects[k], h))
				add_use(out, w, &s->effects[k]);
	}
}

static unsigned int count_params(const struct ir_func *f)
{
	unsigned int n = 0;

	while (n < f->vars.n && f->vars.v[n]->kind == IR_PARAM)
		n++;
	return n;
}

void indirect_find(struct bindings *b, const struct handed *h, indirect_uses *out)
{
	const struct ir_place *p = h->node->target;
	const struct ir_proj *last = &p->proj[p->n - 1];
	const struct bound *x = find(b, last->record, last->field, false);

	if (!x || x->funcs.n > MAX_BOUND)
		return;
	for (size_t i = 0; i < x->funcs.n; i++)
		if (count_params(x->funcs.v[i]) == h->node->nargs)
			add_uses(b, x->funcs.v[i], h, out);
}
