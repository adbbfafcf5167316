// SPDX-License-Identifier: GPL-2.0-or-later
/* Sites meet what the whole program knows of them. */
#include <string.h>

#include "api/api.h"
#include "link/linker.h"
#include "rules/rules.h"

static void ask_rules(struct site_view *v)
{
	for (size_t i = 0; i < rules_nr; i++)
		if (rules_all[i]->on_site)
			rules_all[i]->on_site(v);
}

static void add_releases(struct link_site *s)
{
	for (size_t i = 0; i < s->view->releases.n; i++) {
		const struct site_release_view *v = &s->view->releases.v[i];
		struct site_release rel = { .path = linker_path(v->walk->f->unit, v->node->loc),
					    .line = v->node->loc.line,
					    .col = v->node->loc.col,
					    .function = v->f->name,
					    .api = v->node->callee };

		vec_push(&s->site.releases, rel);
	}
}

static void incomplete(const struct solved *w, void *arg)
{
	struct linker *l = arg;

	if (w->incomplete && ir_count(w->f, IR_ACQUIRE))
		linker_notice(l, "solver", linker_path(w->f->unit, w->f->loc),
			      arena_printf(&l->r->mem,
					   "%s: more paths than the bound, not all walked",
					   w->f->name));
}

void linker_views(struct linker *l)
{
	site_views_make(l->prog, &l->views);
	for (size_t i = 0; i < l->views.n; i++) {
		struct site_view *v = l->views.v[i];
		struct link_site *s = linker_site(l, linker_path(v->f->unit, v->node->loc),
						  v->node->loc.line, v->node->loc.col);

		if (!s || s->view)
			continue;
		s->view = v;
		ask_rules(v);
		add_releases(s);
	}
	for (size_t i = 0; i < l->sites.n; i++)
		if (!l->sites.v[i].view && !l->sites.v[i].why)
			l->sites.v[i].why = "no path from the function's start reaches the call";
	program_each(l->prog, incomplete, l);
}
