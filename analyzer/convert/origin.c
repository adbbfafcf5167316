// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where the pages come from that a release drops.  If some of them are the driver's own, say from
 * alloc_page(), the release must stay as it is, and so must the acquire.
 */
#include <string.h>

#include "api/api.h"
#include "convert/world.h"

/* How far back a value is followed: over variables, fields and calls. */
#define ORIGIN_DEPTH 7
#define ONE_PAGE "ptr struct page"

static const char *origin_of(struct convert *c, const struct site *s, const struct ir_func *f,
			     const struct ir_opnd *o, unsigned int depth);

static const char *origin_told(struct convert *c, const struct ir_func *f, const struct ir_node *n)
{
	return arena_printf(&c->mem, "%s() at %s", n->callee, world_place(c, f, n));
}

/* What a function returns; of one that was not read only that it is not what takes the pages. */
static const char *origin_result(struct convert *c, const struct site *s, const struct ir_func *f,
				 const struct ir_node *call, unsigned int depth)
{
	const struct ir_func *g = world_func(f->unit, call->callee);
	const char *name = arena_printf(&c->mem, "\nfunc %s ", call->callee), *why = NULL;
	struct ir_block *const *b;
	struct ir_node *const *n;

	if (!g)
		return world_names(c, NULL, name) ? NULL : origin_told(c, f, call);
	vec_each (b, &g->blocks)
		vec_each (n, &(*b)->nodes)
			if (!why && (*n)->kind == IR_RETURN && (*n)->nargs)
				why = origin_of(c, s, g, &(*n)->args[0], depth);
	return why;
}

static const char *origin_var(struct convert *c, const struct site *s, const struct ir_func *f,
			      const struct ir_var *v, unsigned int depth)
{
	struct ir_block *const *b;
	struct ir_node *const *n;
	const char *why = NULL;

	vec_each (b, &f->blocks)
		vec_each (n, &(*b)->nodes) {
			const struct ir_place *dst = (*n)->dst;

			if (why || !dst || dst->var != v)
				continue;
			if ((*n)->kind == IR_CALL && (*n)->callee && !dst->n &&
			    !strcmp(v->type, ONE_PAGE))
				why = origin_result(c, s, f, *n, depth);
			else if (((*n)->kind == IR_ASSIGN && !dst->n) ||
				 ((*n)->kind == IR_STORE && dst->proj[0].kind == IR_ELEM))
				why = origin_of(c, s, f, &(*n)->args[0], depth);
		}
	return why;
}

static const char *origin_calls(struct convert *c, const struct site *s, const struct ir_unit *u,
				const char *callee, int index, unsigned int depth)
{
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;
	const char *why = NULL;

	vec_each (f, &u->funcs)
		vec_each (b, &(*f)->blocks)
			vec_each (n, &(*b)->nodes)
				if (!why && (*n)->kind == IR_CALL && (*n)->callee &&
				    !strcmp((*n)->callee, callee) && index < (int)(*n)->nargs)
					why = origin_of(c, s, *f, &(*n)->args[index], depth);
	return why;
}

/* What callers hand over as the parameter; others than those of the unit, if it can have some. */
static const char *origin_param(struct convert *c, const struct site *s, const struct ir_func *f,
				int index, unsigned int depth)
{
	const char *why = origin_calls(c, s, f->unit, f->name, index, depth);
	const char *text = arena_printf(&c->mem, "call %s ", f->name);
	const struct plan_file *at = NULL;

	while (!why && !f->is_static && (at = world_names(c, at, text))) {
		const struct ir_unit *u = world_unit(c, at->path);

		if (u && u != f->unit)
			why = origin_calls(c, s, u, f->name, index, depth);
	}
	return why;
}

static const struct ir_proj *origin_field(const struct ir_place *p)
{
	for (unsigned int i = p->n; i--;)
		if (p->proj[i].kind == IR_FIELD)
			return &p->proj[i];
	return NULL;
}

/* What the unit stores in a field; those that keep the site's pages are looked at in all units elsewhere. */
static const char *origin_stored(struct convert *c, const struct site *s, const struct ir_unit *u,
				 const struct ir_proj *field, unsigned int depth)
{
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;
	const char *why = NULL;

	vec_each (f, &u->funcs)
		vec_each (b, &(*f)->blocks)
			vec_each (n, &(*b)->nodes) {
				const struct ir_proj *x;

				if (why || (*n)->kind != IR_STORE)
					continue;
				x = origin_field((*n)->dst);
				if (x && !strcmp(x->record, field->record) &&
				    !strcmp(x->field, field->field))
					why = origin_of(c, s, *f, &(*n)->args[0], depth);
			}
	return why;
}

/* Return: what gives pages of another origin, NULL if nothing is seen that does */
static const char *origin_of(struct convert *c, const struct site *s, const struct ir_func *f,
			     const struct ir_opnd *o, unsigned int depth)
{
	const struct ir_proj *field;

	if (!depth || (o->kind != IR_PLACE && o->kind != IR_ADDR))
		return NULL;
	field = origin_field(o->place);
	if (field)
		return world_keeps(s, field) ? NULL :
					       origin_stored(c, s, f->unit, field, depth - 1);
	if (o->place->var->kind == IR_PARAM)
		return origin_param(c, s, f, o->place->var->index, depth - 1);
	if (o->place->var->kind == IR_GLOBAL)
		return NULL;
	return origin_var(c, s, f, o->place->var, depth - 1);
}

static const char *origin_unit(struct convert *c, const struct site *s, const struct ir_unit *u)
{
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;
	const char *why = NULL;

	vec_each (f, &u->funcs)
		vec_each (b, &(*f)->blocks)
			vec_each (n, &(*b)->nodes) {
				if (why || (*n)->kind != IR_RELEASE || !(*n)->nargs ||
				    !world_releases(s, *f, *n))
					continue;
				why = origin_of(c, s, *f, &(*n)->args[0], ORIGIN_DEPTH);
				if (why)
					why = arena_printf(
						&c->mem,
						"%s: %s() drops pages from elsewhere, too: %s",
						world_place(c, *f, *n), (*n)->callee, why);
			}
	return why;
}

const char *world_foreign(struct convert *c, const struct site *s)
{
	const struct ir_unit *u = world_unit(c, s->path);
	const char *why = u ? origin_unit(c, s, u) : NULL;
	const struct site_release *r;

	vec_each (r, &s->releases) {
		u = world_unit(c, r->path);
		if (!why && u)
			why = origin_unit(c, s, u);
	}
	return why;
}
