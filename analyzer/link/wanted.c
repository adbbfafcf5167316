// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the link would like to read: callers of functions that hand pages to them, and definitions
 * of functions that are given pages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/file.h"
#include "link/linker.h"
#include "plan/join.h"
#include "solve/summary.h"

struct wanted {
	struct linker *l;
	strings_vec lines;
};

static void want(struct wanted *w, enum join_kind kind, const char *name, const char *unit)
{
	vec_push(&w->lines,
		 arena_printf(&w->l->r->mem, "%s\t%s\t%s\n", join_kind_name(kind), name, unit));
}

static int by_path(const void *key, const void *file)
{
	return strcmp(key, ((const struct plan_file *)file)->path);
}

/* Did the unit of @g join for its definition of @g?  The plan is sorted by path. */
static bool joined_for(const struct linker *l, const struct ir_func *g)
{
	const struct plan_file *f = NULL;
	size_t n = strlen(g->name);
	static const char does[] = "defines ";

	if (l->plan.files.n)
		f = bsearch(g->unit->path, l->plan.files.v, l->plan.files.n, sizeof(*f), by_path);
	return f && f->joined && str_starts(f->reason, does) &&
	       !strncmp(f->reason + sizeof(does) - 1, g->name, n) &&
	       f->reason[sizeof(does) - 1 + n] == '(';
}

/* A unit that joined for a definition stays as long as that is called. */
static void want_again(struct wanted *w, const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];
			const struct ir_func *g = NULL;

			if (n->kind == IR_CALL && n->callee)
				g = program_find(w->l->prog, f->unit, n->callee);
			if (g && g->unit != f->unit && joined_for(w->l, g))
				want(w, JOIN_DEFINITION, g->name, f->unit->path);
		}
}

/* A walk goes through the functions that it calls: the call may stand in another unit. */
static const char *calling_unit(const struct ir_unit *u, const struct ir_node *n)
{
	const char *path = linker_path(u, n->loc);

	return str_ends(path, ".c") ? path : u->path;
}

/* Pages that stay in a field of a record may be dropped in a file beside this one. */
static void want_fields(struct wanted *w, const struct ir_unit *u, const struct solved_site *s)
{
	static const char tag[] = "struct ";

	for (size_t i = 0; i < s->places.n; i++) {
		const struct place *p = &s->places.v[i];

		if (p->record && str_starts(p->record, tag) && str_ends(u->path, ".c"))
			want(w, JOIN_FIELD,
			     arena_printf(&w->l->r->mem, "%s.%s", p->record + sizeof(tag) - 1,
					  p->field),
			     u->path);
	}
}

static void want_of_walk(const struct solved *walk, void *arg)
{
	struct wanted *w = arg;
	struct linker *l = w->l;
	const struct ir_unit *u = walk->f->unit;

	if (linker_is_core(l, u->path))
		return;
	if (!walk->f->is_static && summary_gives(walk->summary) && !api_find(walk->f->name))
		want(w, JOIN_CALLER, walk->f->name, u->path);
	for (size_t i = 0; i < walk->sites.n; i++) {
		const struct ir_node *n = walk->sites.v[i].escape;

		if (n && n->kind == IR_CALL && n->callee && !api_find(n->callee) &&
		    !program_find(l->prog, u, n->callee))
			want(w, JOIN_DEFINITION, n->callee, calling_unit(u, n));
	}
	for (size_t i = 0; i < walk->sites.n; i++)
		want_fields(w, u, &walk->sites.v[i]);
	want_again(w, walk->f);
}

static int line_cmp(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int linker_wanted(struct linker *l)
{
	struct wanted w = { .l = l };
	struct buf b = { 0 };
	int rc;

	program_each(l->prog, want_of_walk, &w);
	if (w.lines.n)
		qsort(w.lines.v, w.lines.n, sizeof(*w.lines.v), line_cmp);
	for (size_t i = 0; i < w.lines.n; i++)
		if (!i || strcmp(w.lines.v[i - 1], w.lines.v[i]))
			buf_add(&b, w.lines.v[i]);
	rc = file_write_changed(arena_printf(&l->r->mem, "%s/wanted.tsv", l->o->state), buf_str(&b),
				b.len);
	buf_release(&b);
	vec_release(&w.lines);
	return rc;
}

int linker_joined(struct linker *l)
{
	const struct plan_file *f;
	strings_vec left_out = { 0 };
	join_files files = { 0 };
	const char *const *s;
	int rc = join_read(l->o->state, &l->r->mem, &files, &left_out);

	vec_each (f, &l->plan.files)
		if (f->joined)
			linker_notice(l, "joined", str_intern(f->path), f->reason);
	vec_each (s, &left_out)
		linker_notice(l, "joined", "", *s);
	vec_release(&files);
	vec_release(&left_out);
	return rc;
}
