// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/link.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "api/api.h"
#include "base/file.h"
#include "base/proc.h"
#include "facts/facts.h"
#include "link/linker.h"
#include "plan/maintainers.h"

void linker_notice(struct linker *l, const char *kind, const char *path, const char *text)
{
	struct notice n = { kind, path, arena_strdup(&l->r->mem, text) };

	vec_push(&l->r->notices, n);
}

bool linker_is_core(const struct linker *l, const char *path)
{
	for (size_t i = 0; i < l->core.n; i++)
		if (!strcmp(l->core.v[i], path))
			return true;
	return false;
}

/* A file that defines functions of the table for others to call is the implementation. */
static void add_core(struct linker *l, const struct ir_unit *u)
{
	for (size_t i = 0; i < u->funcs.n; i++) {
		const struct ir_func *f = u->funcs.v[i];
		const struct api_row *row = api_find(f->name);
		const char *path = linker_path(u, f->loc);

		if (row && api_is_gup(row) && row->role == API_ACQUIRE && !f->is_static &&
		    str_ends(path, ".c") && !linker_is_core(l, path))
			vec_push(&l->core, path);
	}
}

static void read_units(struct linker *l)
{
	for (size_t i = 0; i < l->plan.files.n; i++) {
		const struct plan_file *f = &l->plan.files.v[i];
		/* the plan goes before the record does */
		struct unit skipped = { .path = str_intern(f->path),
					.trust = TRUST_NOT_PARSED,
					.reason = str_intern(f->reason) };
		struct ir_unit *u;

		if (f->kind == PLAN_SKIP)
			vec_push(&l->r->units, skipped);
		if (f->kind != PLAN_UNIT)
			continue;
		u = facts_read(arena_printf(&l->r->mem, "%s/facts/%s.gir", l->o->state, f->index));
		if (!u) {
			l->incomplete++;
			skipped.reason = "its facts could not be read";
			vec_push(&l->r->units, skipped);
			continue;
		}
		if ((enum trust)u->trust < f->trust) {
			u->trust = (enum ir_trust)f->trust;
			u->reason = u->reason[0] ? u->reason : str_intern(f->reason);
		}
		if (u->trust == IR_NOT_PARSED) {
			l->incomplete++;
			linker_notice(l, "unit", u->path, u->reason);
		}
		vec_push(&l->units, u);
		program_add(l->prog, u);
		add_core(l, u);
	}
}

static int site_cmp(const void *a, const void *b)
{
	const struct site *x = &((const struct link_site *)a)->site;
	const struct site *y = &((const struct link_site *)b)->site;
	int c = strcmp(x->path, y->path);

	if (c)
		return c;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->col < y->col ? -1 : x->col > y->col;
}

/* Identities need the order in the file, so all sites must be there. */
static void name_sites(struct linker *l)
{
	struct fingerprints names = { 0 };

	if (l->sites.n)
		qsort(l->sites.v, l->sites.n, sizeof(*l->sites.v), site_cmp);
	linker_forget_spots(l);
	for (size_t i = 0; i < l->sites.n; i++) {
		struct site *s = &l->sites.v[i].site;

		s->fingerprint =
			fingerprint_next(&names, "site", s->path, s->function, s->api, s->args);
	}
	fingerprints_release(&names);
}

static void note_mixed_in(const struct solved *w, void *arg)
{
	struct linker *l = arg;

	for (size_t k = 0; k < w->reports.n; k++) {
		const struct report *r = &w->reports.v[k];
		struct link_site *s;

		if (!r->acquire || strcmp(r->rule->id, "mixed-release"))
			continue;
		s = linker_site(l, linker_path(w->f->unit, r->acquire->loc), r->acquire->loc.line,
				r->acquire->loc.col);
		if (s)
			s->mixed = true;
	}
}

/* The release stands in a function that finds the pages in storage. */
static void note_mixed_at(struct link_site *s)
{
	for (size_t k = 0; s->view && k < s->view->reports.n; k++) {
		const struct site_told *t = &s->view->reports.v[k];

		s->mixed |= !strcmp(t->rule->id, "mixed-release") &&
			    t->confidence >= FINDING_CONFIDENCE;
	}
}

static void fill_record(struct linker *l)
{
	for (size_t i = 0; i < l->units.n; i++)
		linker_fill(l, l->units.v[i]);
	program_solve(l->prog);
	linker_inventory(l);
	name_sites(l);
	linker_views(l);
	program_each(l->prog, note_mixed_in, l);
	for (size_t i = 0; i < l->sites.n; i++) {
		note_mixed_at(&l->sites.v[i]);
		linker_judge(l, &l->sites.v[i]);
	}
	linker_paths(l);
	linker_judged(l);
	linker_findings(l);
	for (size_t i = 0; i < l->sites.n; i++)
		vec_push(&l->r->sites, l->sites.v[i].site);
}

/* Everything that the record is made from; equal digest, equal record. */
static const char *link_digest(const struct link_opts *o, const struct plan *p, struct arena *a)
{
	XXH3_state_t x;
	XXH128_canonical_t c;
	char hex[40];
	uint64_t h;

	XXH3_128bits_reset(&x);
	h = file_hash(o->program);
	XXH3_128bits_update(&x, &h, sizeof(h));
	h = file_hash(arena_printf(a, "%s/plan.tsv", o->state));
	XXH3_128bits_update(&x, &h, sizeof(h));
	h = file_hash(arena_printf(a, "%s/joined.tsv", o->state));
	XXH3_128bits_update(&x, &h, sizeof(h));
	h = file_hash(arena_printf(a, "%s/MAINTAINERS", p->tree.root));
	XXH3_128bits_update(&x, &h, sizeof(h));
	for (size_t i = 0; i < p->files.n; i++) {
		/* a shifted comment changes no facts, yet show compares the text with the run's */
		h = file_hash(arena_printf(a, "%s/%s", p->tree.root, p->files.v[i].path));
		XXH3_128bits_update(&x, &h, sizeof(h));
		if (p->files.v[i].kind != PLAN_UNIT)
			continue;
		h = file_hash(arena_printf(a, "%s/facts/%s.gir", o->state, p->files.v[i].index));
		XXH3_128bits_update(&x, &h, sizeof(h));
	}
	h = link_inventory_hash(o->state, a);
	XXH3_128bits_update(&x, &h, sizeof(h));
	XXH128_canonicalFromHash(&c, XXH3_128bits_digest(&x));
	for (int i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", c.digest[i]);
	return arena_strdup(a, hex);
}

static void linker_release(struct linker *l)
{
	linker_forget_spots(l);
	site_views_release(&l->views);
	if (l->prog)
		program_free(l->prog);
	for (size_t i = 0; i < l->units.n; i++)
		ir_unit_free(l->units.v[i]);
	vec_release(&l->units);
	vec_release(&l->sites);
	vec_release(&l->core);
	plan_release(&l->plan);
}

static void head_of_record(struct linker *l)
{
	struct record *r = l->r;
	const struct plan *p = &l->plan;

	r->tree = str_intern(p->tree.root);
	r->version = str_intern(p->tree.version);
	r->commit = str_intern(p->tree.commit);
	r->arch = str_intern(p->arch);
	r->objdir = str_intern(p->objdir);
	r->digest = str_intern(link_digest(l->o, p, &r->mem));
}

static int link_open(struct linker *l, const struct link_opts *o, struct record *r)
{
	l->o = o;
	l->r = r;
	if (plan_read(o->state, &l->plan))
		return -1;
	l->incomplete = l->plan.problems;
	head_of_record(l);
	return 0;
}

int link_head(const struct link_opts *o, struct record *r, unsigned int *incomplete)
{
	struct linker l = { 0 };
	int rc = link_open(&l, o, r);

	*incomplete = l.incomplete;
	linker_release(&l);
	return rc;
}

int link_record(const struct link_opts *o, struct record *r, unsigned int *incomplete)
{
	struct linker l = { 0 };
	struct maintainers *m;
	size_t nrules;
	int rc = link_open(&l, o, r);

	if (!rc) {
		const struct rule *const *rules = linker_rules(&l, &nrules);

		l.prog = program_new(rules, nrules);
		program_threads(l.prog, o->jobs ? o->jobs : proc_cpus());
		read_units(&l);
		fill_record(&l);
		rc = linker_joined(&l) || linker_wanted(&l) ? -1 : 0;
		record_sort(r);
		m = maintainers_read(r->tree);
		l.incomplete += !m;
		maintainers_apply(m, r);
		maintainers_free(m);
	}
	*incomplete = l.incomplete;
	linker_release(&l);
	return rc;
}
