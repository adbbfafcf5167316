// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the units around a site say of a class of paths whose end the solver leaves open: may the pages
 * be dropped by a call that is not among the site's releases?  Nobody else can drop them where every
 * release in these units is one of the site's and no page is handed to code that was not read.
 */
#include <string.h>

#include "api/api.h"
#include "base/file.h"
#include "convert/world.h"
#include "facts/facts.h"

/* The units that are held; the same ones are asked for again and again. */
static VEC(struct ir_unit *) world_units;

void world_close(void)
{
	struct ir_unit **u;

	vec_each (u, &world_units)
		ir_unit_free(*u);
	vec_release(&world_units);
}

const struct ir_unit *world_unit(struct convert *c, const char *path)
{
	const struct plan_file *f = work_find_unit(c, path);
	struct ir_unit **u, *new;
	const char *facts;

	vec_each (u, &world_units)
		if (!strcmp((*u)->path, path))
			return *u;
	if (!f)
		return NULL;
	facts = arena_printf(&c->mem, "%s/facts/%s.gir", c->state, f->index);
	new = file_exists(facts) ? facts_read(facts) : NULL;
	if (new)
		vec_push(&world_units, new);
	return new;
}

/* Headers of the whole kernel: what they define is not about these pages. */
static bool is_own(const struct ir_func *f)
{
	const char *path = f->unit->files.v[f->loc.file];

	return !str_starts(path, "include/") &&
	       !(str_starts(path, "arch/") && strstr(path, "/include/"));
}

const struct ir_func *world_func(const struct ir_unit *u, const char *name)
{
	struct ir_func *const *f;

	vec_each (f, &u->funcs)
		if (!strcmp((*f)->name, name))
			return *f;
	return NULL;
}

static bool is_page_type(const char *t)
{
	bool ptr = false;

	for (; ir_type_is_ptr(t) || str_starts(t, "arr "); t = ir_type_target(t))
		ptr = true;
	return ptr && (!strcmp(t, "struct page") || !strcmp(t, "struct folio"));
}

bool world_keeps(const struct site *s, const struct ir_proj *field)
{
	const struct site_path *p;

	vec_each (p, &s->paths) {
		size_t n = strlen(field->record), m = strlen(field->field);

		for (const char *at = strstr(p->kind, field->record); at;
		     at = strstr(at + 1, field->record))
			if (at[n] == '.' && !strncmp(at + n + 1, field->field, m) &&
			    strchr(" ,", at[n + 1 + m]))
				return true;
	}
	return false;
}

/* Is the operand a page, an array of pages, or what is read from a field that keeps the pages? */
static bool is_pages(const struct site *s, const struct ir_opnd *o)
{
	const struct ir_place *p = o->place;

	if (o->kind != IR_PLACE && o->kind != IR_ADDR)
		return false;
	for (unsigned int i = p->n; i--;)
		if (p->proj[i].kind == IR_FIELD)
			return world_keeps(s, &p->proj[i]) || is_page_type(ir_place_type(p));
	return is_page_type(ir_place_type(p));
}

const struct plan_file *world_names(struct convert *c, const struct plan_file *from,
				    const char *text)
{
	const struct plan_file *f = from ? from + 1 : c->plan.files.v;

	for (; c->plan.files.n && f < c->plan.files.v + c->plan.files.n; f++) {
		struct buf b = { 0 };
		const char *path;
		bool found;

		if (f->kind != PLAN_UNIT || !f->index)
			continue;
		path = arena_printf(&c->mem, "%s/facts/%s.gir", c->state, f->index);
		found = file_exists(path) && !file_read(path, &b) && b.len &&
			memmem(b.p, b.len, text, strlen(text));
		buf_release(&b);
		if (found)
			return f;
	}
	return NULL;
}

/* Some unit that was read defines the function, so that the solver has followed it. */
static bool is_read(struct convert *c, const char *name)
{
	return world_names(c, NULL, arena_printf(&c->mem, "\nfunc %s ", name)) != NULL;
}

/* Is it a call of code that was not read, and are pages handed to it? */
static bool hands_on(struct convert *c, const struct site *s, const struct ir_func *f,
		     const struct ir_node *n)
{
	bool pages = false;

	if (n->kind != IR_CALL && n->kind != IR_ESCAPE)
		return false;
	for (unsigned int i = 0; i < n->nargs; i++)
		pages = pages || is_pages(s, &n->args[i]);
	if (!pages)
		return false;
	return !n->callee ||
	       (!api_find(n->callee) && !world_func(f->unit, n->callee) && !is_read(c, n->callee));
}

bool world_releases(const struct site *s, const struct ir_func *f, const struct ir_node *n)
{
	const char *path = f->unit->files.v[n->loc.file];
	const struct site_release *r;

	vec_each (r, &s->releases)
		if (r->line == n->loc.line && r->col == n->loc.col && !strcmp(r->path, path))
			return true;
	return false;
}

const char *world_place(struct convert *c, const struct ir_func *f, const struct ir_node *n)
{
	return arena_printf(&c->mem, "%s:%u", f->unit->files.v[n->loc.file], n->loc.line);
}

/* Return: what the node may do to pages of the site that the record does not say; else NULL. */
static const char *stranger(struct convert *c, const struct site *s, const struct ir_func *f,
			    const struct ir_node *n, bool doubt)
{
	const struct api_row *row = n->callee ? api_find(n->callee) : NULL;

	if (hands_on(c, s, f, n))
		return arena_printf(&c->mem, "%s() at %s gets pages, and is not followed",
				    n->callee ? n->callee : "a call through a pointer",
				    world_place(c, f, n));
	if (!doubt)
		return NULL;
	if (n->kind == IR_UNKNOWN)
		return arena_printf(&c->mem, "what stands at %s is not known",
				    world_place(c, f, n));
	if (!row || row->kind != K_GET)
		return NULL;
	if (row->role == API_REF)
		return arena_printf(&c->mem, "%s() at %s takes one more reference", n->callee,
				    world_place(c, f, n));
	if (row->role == API_RELEASE && !world_releases(s, f, n))
		return arena_printf(&c->mem, "%s() at %s may drop its pages, too", n->callee,
				    world_place(c, f, n));
	return NULL;
}

static const char *strangers(struct convert *c, const struct site *s, const struct ir_unit *u,
			     bool doubt)
{
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;
	const char *why;

	vec_each (f, &u->funcs)
		if (is_own(*f))
			vec_each (b, &(*f)->blocks)
				vec_each (n, &(*b)->nodes) {
					why = stranger(c, s, *f, *n, doubt);
					if (why)
						return why;
				}
	return NULL;
}

const char *world_open(struct convert *c, const struct site *s, const struct site_path *p,
		       bool doubt)
{
	const struct ir_unit *u = world_unit(c, s->path);
	const struct site_release *r;
	const struct trace_step *step;
	const char *why;

	if (!u)
		return "nothing more is known of its file";
	why = strangers(c, s, u, doubt);
	vec_each (r, &s->releases)
		if (!why && (u = world_unit(c, r->path)))
			why = strangers(c, s, u, doubt);
	vec_each (step, &p->steps)
		if (!why && (u = world_unit(c, step->path)))
			why = strangers(c, s, u, doubt);
	return why;
}

/* Is the function's address used, so that it has callers which no call names? */
static bool is_referred_to(const struct ir_unit *u, const char *name)
{
	const struct ir_binding *bound;
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;

	vec_each (bound, &u->bindings)
		if (!strcmp(bound->func, name))
			return true;
	vec_each (f, &u->funcs)
		vec_each (b, &(*f)->blocks)
			vec_each (n, &(*b)->nodes)
				for (unsigned int i = 0; i < (*n)->nargs; i++)
					if ((*n)->args[i].kind == IR_FUNC &&
					    !strcmp((*n)->args[i].text, name))
						return true;
	return false;
}

bool world_callers_known(struct convert *c, const struct site *s)
{
	const struct ir_unit *u = world_unit(c, s->path);
	const struct ir_func *f = u ? world_func(u, s->function) : NULL;

	return f && f->is_static && is_own(f) && !is_referred_to(u, s->function);
}

/* How far back a value is followed: over variables, and over calls to where a parameter comes from. */
#define DERIVED_DEPTH 8

static bool comes_from(const struct ir_func *f, const struct ir_opnd *o, const char *place,
		       unsigned int depth);

static bool has_field(const struct ir_place *p, const char *place)
{
	for (unsigned int i = 0; i < p->n; i++) {
		const struct ir_proj *x = &p->proj[i];
		size_t n = x->kind == IR_FIELD ? strlen(x->record) : 0;

		if (n && !strncmp(place, x->record, n) && place[n] == '.' &&
		    !strcmp(place + n + 1, x->field))
			return true;
	}
	return false;
}

/* Some call in the unit hands it over as that parameter. */
static bool param_comes_from(const struct ir_func *f, int index, const char *place,
			     unsigned int depth)
{
	struct ir_func *const *g;
	struct ir_block *const *b;
	struct ir_node *const *n;

	vec_each (g, &f->unit->funcs)
		vec_each (b, &(*g)->blocks)
			vec_each (n, &(*b)->nodes)
				if ((*n)->kind == IR_CALL && (*n)->callee &&
				    !strcmp((*n)->callee, f->name) && index < (int)(*n)->nargs &&
				    comes_from(*g, &(*n)->args[index], place, depth))
					return true;
	return false;
}

/* What is assigned, and what an API function makes of it: sg_page(sg). */
static bool gives_value(const struct ir_node *n)
{
	return n->kind == IR_ASSIGN || (n->callee && api_find(n->callee));
}

static bool comes_from(const struct ir_func *f, const struct ir_opnd *o, const char *place,
		       unsigned int depth)
{
	const struct ir_var *var;
	struct ir_block *const *b;
	struct ir_node *const *n;

	if (!depth || (o->kind != IR_PLACE && o->kind != IR_ADDR))
		return false;
	if (has_field(o->place, place))
		return true;
	var = o->place->var;
	if (var->kind == IR_PARAM)
		return param_comes_from(f, var->index, place, depth - 1);
	if (var->kind == IR_GLOBAL)
		return false;
	vec_each (b, &f->blocks)
		vec_each (n, &(*b)->nodes) {
			if (!(*n)->dst || (*n)->dst->var != var || (*n)->dst->n || !gives_value(*n))
				continue;
			for (unsigned int i = 0; i < (*n)->nargs; i++)
				if (comes_from(f, &(*n)->args[i], place, depth - 1))
					return true;
		}
	return false;
}

static bool empties(const struct ir_unit *u, const struct site *s, const char *place)
{
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;

	vec_each (f, &u->funcs) {
		/* what the taking function drops there, it drops where something fails */
		if (!strcmp((*f)->name, s->function))
			continue;
		vec_each (b, &(*f)->blocks)
			vec_each (n, &(*b)->nodes)
				if ((*n)->kind == IR_RELEASE && (*n)->nargs &&
				    world_releases(s, *f, *n) &&
				    comes_from(*f, &(*n)->args[0], place, DERIVED_DEPTH))
					return true;
	}
	return false;
}

/* Each field that a class of the site names. */
static bool comes_from_kept(struct convert *c, const struct site *s, const struct ir_func *f,
			    const struct ir_opnd *o)
{
	const struct site_path *p;
	const char *place;

	vec_each (p, &s->paths)
		for (const char *k = path_place(c, p->kind, &place); k;
		     k = path_place(c, k, &place))
			if (comes_from(f, o, place, DERIVED_DEPTH))
				return true;
	return false;
}

static const char *extra_in(struct convert *c, const struct site *s, const struct ir_unit *u)
{
	struct ir_func *const *f;
	struct ir_block *const *b;
	struct ir_node *const *n;
	const struct api_row *row;

	vec_each (f, &u->funcs)
		vec_each (b, &(*f)->blocks)
			vec_each (n, &(*b)->nodes) {
				row = (*n)->callee ? api_find((*n)->callee) : NULL;
				if (row && row->role == API_REF && row->kind == K_GET &&
				    (*n)->nargs && is_own(*f) &&
				    comes_from_kept(c, s, *f, &(*n)->args[0]))
					return arena_printf(&c->mem,
							    "%s: %s() takes one more reference",
							    world_place(c, *f, *n), (*n)->callee);
			}
	return NULL;
}

const char *world_extra(struct convert *c, const struct site *s)
{
	const struct ir_unit *u = world_unit(c, s->path);
	const char *why = u ? extra_in(c, s, u) : NULL;
	const struct site_release *r;

	vec_each (r, &s->releases) {
		u = world_unit(c, r->path);
		if (!why && u)
			why = extra_in(c, s, u);
	}
	return why;
}

bool world_empties(struct convert *c, const struct site *s, const char *place)
{
	const struct ir_unit *u = world_unit(c, s->path);
	const struct site_release *r;

	if (u && empties(u, s, place))
		return true;
	vec_each (r, &s->releases) {
		u = world_unit(c, r->path);
		if (u && empties(u, s, place))
			return true;
	}
	return false;
}
