// SPDX-License-Identifier: GPL-2.0-or-later
/* Findings of the whole tree. */
#include <string.h>

#include "link/found.h"
#include "link/linker.h"

struct collected {
	struct linker *l;
	found_vec v;
};

static bool is_there(const struct site_release_view *v, const struct finding *f)
{
	return v->node->loc.line == f->line && v->node->loc.col == f->col &&
	       !strcmp(linker_path(v->walk->f->unit, v->node->loc), f->path);
}

/* A site whose pages the call of the finding reaches through storage. */
static const struct link_site *reached_at(const struct linker *l, const struct finding *f,
					  bool (*there)(const struct site_release_view *,
							const struct finding *))
{
	for (size_t i = 0; i < l->sites.n; i++) {
		const struct site_view *v = l->sites.v[i].view;

		for (size_t k = 0; v && k < v->releases.n; k++)
			if (there(&v->releases.v[k], f))
				return &l->sites.v[i];
		for (size_t k = 0; v && k < v->accesses.n; k++)
			if (there(&v->accesses.v[k], f))
				return &l->sites.v[i];
	}
	return NULL;
}

/* In the function that drops the pages, or looks at them: what else it does to them. */
static bool is_in_function(const struct site_release_view *r, const struct finding *f)
{
	return !strcmp(r->f->name, f->function) &&
	       !strcmp(linker_path(r->walk->f->unit, r->node->loc), f->path);
}

/* Keep it, unless it is about the implementation itself or about a call that is no site. */
static void keep(struct collected *c, struct found *x)
{
	const struct link_site *s = NULL;
	bool core;

	if (x->path)
		s = linker_site(c->l, x->path, x->line, x->col);
	else
		s = reached_at(c->l, &x->f, is_there);
	if (!s && !x->path)
		s = reached_at(c->l, &x->f, is_in_function);
	core = s ? !strcmp(s->site.role, "core") : linker_is_core(c->l, x->f.path);
	if (core || (x->path && !s)) {
		finding_release_vecs(&x->f);
		return;
	}
	x->f.site = s ? s->site.fingerprint : NULL;
	/* tests do wrong things on purpose, and nothing at all with their pages */
	if (s && !strcmp(s->site.role, "test"))
		x->f.confidence *= 0.7;
	vec_push(&c->v, *x);
}

static void collect_reports(const struct solved *w, void *arg)
{
	struct collected *c = arg;

	for (size_t i = 0; i < w->reports.n; i++) {
		struct found x;

		if (linker_watches(w->reports.v[i].rule))
			continue;
		x = found_report(&c->l->r->mem, w, &w->reports.v[i]);
		keep(c, &x);
	}
}

static void collect_told(struct collected *c, const struct site_view *v)
{
	for (size_t i = 0; i < v->reports.n; i++) {
		struct found x = found_told(&c->l->r->mem, v, &v->reports.v[i]);

		keep(c, &x);
	}
}

void linker_findings(struct linker *l)
{
	struct collected c = { .l = l };

	program_each(l->prog, collect_reports, &c);
	for (size_t i = 0; i < l->views.n; i++)
		collect_told(&c, l->views.v[i]);
	found_finish(&c.v, &l->r->findings);
}
