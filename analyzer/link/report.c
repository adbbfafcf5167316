// SPDX-License-Identifier: GPL-2.0-or-later
/* Findings of the whole tree. */
#include <string.h>

#include "link/found.h"
#include "link/linker.h"

struct collected {
	struct linker *l;
	found_vec v;
};

/* Keep it, unless it is about the implementation itself or about a call that is no site. */
static void keep(struct collected *c, struct found *x)
{
	const struct link_site *s = NULL;
	bool core;

	if (x->path)
		s = linker_site(c->l, x->path, x->line, x->col);
	core = s ? !strcmp(s->site.role, "core") : linker_is_core(c->l, x->f.path);
	if (core || (x->path && !s)) {
		finding_release_vecs(&x->f);
		return;
	}
	x->f.site = s ? s->site.fingerprint : NULL;
	vec_push(&c->v, *x);
}

static void collect_reports(const struct solved *w, void *arg)
{
	struct collected *c = arg;

	for (size_t i = 0; i < w->reports.n; i++) {
		struct found x = found_report(&c->l->r->mem, w, &w->reports.v[i]);

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
