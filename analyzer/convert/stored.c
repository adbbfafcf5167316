// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pages that a site leaves in a field are dropped by whoever empties the field.  If pages from
 * elsewhere are put there, too, that release serves both, and must not unpin.
 */
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "convert/work.h"
#include "facts/facts.h"

#define ONE_PAGE "ptr struct page"

/**
 * struct stored - one field that pages are left in
 * @record, @field: its name
 * @path: where something else is stored there; NULL if nothing is
 * @line: of that
 * @what: the place that it comes from
 */
struct stored {
	const char *record, *field;
	const char *path, *what;
	unsigned int line;
};
typedef VEC(struct stored) stored_vec;

/* The last field of a place, whatever elements of it are meant. */
static const struct ir_proj *last_field(const struct ir_place *p)
{
	for (unsigned int i = p->n; i--;)
		if (p->proj[i].kind == IR_FIELD)
			return &p->proj[i];
	return NULL;
}

static bool is_field(const struct ir_proj *p, const struct stored *x)
{
	return p && !strcmp(p->record, x->record) && !strcmp(p->field, x->field);
}

/* How many copies a page is followed back over. */
#define COPIES 4

/* Where a variable of one page gets its value from, if that is not an acquire. */
static const char *page_from_call(const struct ir_func *f, const struct ir_var *v, int copies)
{
	struct ir_block *const *b;
	struct ir_node *const *n;
	const char *from = NULL;

	vec_each (b, &f->blocks)
		vec_each (n, &(*b)->nodes) {
			const struct ir_place *dst = (*n)->dst;

			if (from || !dst || dst->var != v || dst->n)
				continue;
			if ((*n)->kind == IR_CALL || (*n)->kind == IR_ACCESS)
				from = (*n)->callee;
			else if ((*n)->kind == IR_ASSIGN && (*n)->args[0].kind == IR_PLACE &&
				 !(*n)->args[0].place->n && copies)
				from = page_from_call(f, (*n)->args[0].place->var, copies - 1);
		}
	return from;
}

/* Return: what the stored value is, if it is a page that no acquire gave; else NULL. */
static const char *foreign_page(const struct ir_func *f, const struct ir_opnd *o,
				const struct stored *x)
{
	const struct ir_proj *field;

	if (o->kind != IR_PLACE)
		return NULL;
	field = last_field(o->place);
	if (field)
		return is_field(field, x) ? NULL : field->field;
	return strcmp(o->place->var->type, ONE_PAGE) ? NULL :
						       page_from_call(f, o->place->var, COPIES);
}

static void stored_func(struct convert *c, const struct ir_func *f, struct stored *x)
{
	struct ir_block *const *b;
	struct ir_node *const *n;

	vec_each (b, &f->blocks)
		vec_each (n, &(*b)->nodes) {
			const char *what;

			if ((*n)->kind != IR_STORE || !is_field(last_field((*n)->dst), x))
				continue;
			what = foreign_page(f, &(*n)->args[0], x);
			if (!what)
				continue;
			x->path = arena_strdup(&c->mem, f->unit->files.v[(*n)->loc.file]);
			x->line = (*n)->loc.line;
			x->what = arena_strdup(&c->mem, what);
			return;
		}
}

/* Most facts do not name the field at all: their text tells, without being parsed. */
static bool stored_named(const struct buf *text, const struct stored *x)
{
	struct buf name = { 0 };
	const char *record = strchr(x->record, ' ');
	bool named;

	buf_addf(&name, "{%s}%s", record ? record + 1 : x->record, x->field);
	named = text->len && memmem(text->p, text->len, name.p, name.len);
	buf_release(&name);
	return named;
}

static int stored_unit(struct convert *c, const char *path, stored_vec *all)
{
	struct ir_func *const *f;
	struct ir_unit *u = NULL;
	struct buf text = { 0 };
	struct stored *x;
	int rc = file_read(path, &text);

	vec_each (x, all) {
		if (rc || x->path || !stored_named(&text, x))
			continue;
		if (!u)
			u = facts_read(path);
		if (!u)
			rc = -1;
		else
			vec_each (f, &u->funcs)
				if (!x->path)
					stored_func(c, *f, x);
	}
	if (u)
		ir_unit_free(u);
	buf_release(&text);
	return rc;
}

static const char *stored_next(struct convert *c, const char *from, struct stored *x)
{
	const char *place, *dot, *end = path_place(c, from, &place);

	if (!end)
		return NULL;
	dot = strchr(place, '.');
	*x = (struct stored){ .record = arena_strndup(&c->mem, place, (size_t)(dot - place)),
			      .field = dot + 1 };
	return end;
}

static struct stored *stored_find(stored_vec *all, const struct stored *like)
{
	struct stored *x;

	vec_each (x, all)
		if (!strcmp(x->record, like->record) && !strcmp(x->field, like->field))
			return x;
	return NULL;
}

static void stored_collect(struct convert *c, stored_vec *all)
{
	const struct convert_site *cs;
	const struct site_path *p;
	struct stored x;

	vec_each (cs, &c->sites)
		vec_each (p, &cs->site->paths)
			for (const char *k = cs->why ? NULL : stored_next(c, p->kind, &x); k;
			     k = stored_next(c, k, &x))
				if (!stored_find(all, &x))
					vec_push(all, x);
}

static void stored_tell(struct convert *c, struct convert_site *cs, stored_vec *all)
{
	const struct site_path *p;
	const struct stored *x;
	struct stored like;

	vec_each (p, &cs->site->paths)
		for (const char *k = stored_next(c, p->kind, &like); k;
		     k = stored_next(c, k, &like)) {
			x = stored_find(all, &like);
			if (!cs->why && x && x->path)
				cs->why = arena_printf(
					&c->mem,
					"%s.%s holds pages from elsewhere, too: %s at %s:%u; who drops them cannot tell",
					x->record, x->field, x->what, x->path, x->line);
		}
}

int select_stored(struct convert *c)
{
	struct convert_site *cs;
	struct plan_file *f;
	stored_vec all = { 0 };
	int rc = 0;

	stored_collect(c, &all);
	vec_each (f, &c->plan.files) {
		const char *path;

		if (rc || !all.n || f->kind != PLAN_UNIT || !f->index)
			continue;
		path = arena_printf(&c->mem, "%s/facts/%s.gir", c->state, f->index);
		if (file_exists(path))
			rc = stored_unit(c, path, &all);
	}
	vec_each (cs, &c->sites)
		if (!cs->why)
			stored_tell(c, cs, &all);
	vec_release(&all);
	return rc;
}
