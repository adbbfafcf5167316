// SPDX-License-Identifier: GPL-2.0-or-later
/* Sites, releases and coverage from the facts of the units. */
#include <string.h>

#include "api/api.h"
#include "link/linker.h"

const char *linker_path(const struct ir_unit *u, struct ir_loc loc)
{
	return u->files.v[loc.file];
}

static void add_release(struct linker *l, const struct ir_func *f, const struct ir_node *n)
{
	struct release rel = { .path = linker_path(f->unit, n->loc),
			       .line = n->loc.line,
			       .col = n->loc.col,
			       .function = f->name,
			       .api = n->callee,
			       .seen_by = SEEN_CLANG };

	/* inside a macro's body there is no call at this place that a reader would see */
	if (!n->loc.macro)
		vec_push(&l->r->releases, rel);
}

static void add_site(struct linker *l, const struct ir_func *f, const struct ir_node *n)
{
	const char *path = linker_path(f->unit, n->loc);
	struct link_site s = { .row = api_find(n->callee), .f = f, .node = n };

	if (linker_site(l, path, n->loc.line, n->loc.col))
		return;
	s.site.path = path;
	s.site.line = n->loc.line;
	s.site.col = n->loc.col;
	s.site.function = f->name;
	s.site.api = n->callee;
	s.site.args = n->text ? n->text : "";
	s.site.seen_by = SEEN_CLANG;
	if (f->errors)
		s.why = "clang met an error inside the function: nothing certain can be said";
	vec_push(&l->sites, s);
}

static void fill_func(struct linker *l, const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (n->kind == IR_RELEASE)
				add_release(l, f, n);
			if (n->kind == IR_ACQUIRE)
				add_site(l, f, n);
		}
}

static void count_func(struct linker *l, struct unit *u, const struct ir_func *f)
{
	u->functions++;
	if (!ir_touches(f))
		return;
	u->touching++;
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = f->blocks.v[b]->nodes.v[i];

			if (n->kind != IR_UNKNOWN)
				continue;
			u->unknown++;
			linker_notice(l, "unknown-node", linker_path(f->unit, n->loc),
				      arena_printf(&l->r->mem, "%s:%u: %s", f->name, n->loc.line,
						   n->text ? n->text : "?"));
		}
}

void linker_fill(struct linker *l, struct ir_unit *u)
{
	struct unit unit = { .path = u->path,
			     .trust = (enum trust)u->trust,
			     .reason = u->reason,
			     .errors = u->errors };

	for (size_t i = 0; i < u->funcs.n; i++) {
		count_func(l, &unit, u->funcs.v[i]);
		fill_func(l, u->funcs.v[i]);
	}
	vec_push(&l->r->units, unit);
}
