// SPDX-License-Identifier: GPL-2.0-or-later
/* The solver's reports become findings: paths, traces, identities. */
#include <string.h>

#include "link/linker.h"

#define MAX_TRACE 48u

static const struct ir_unit *unit_of(const struct solved *w)
{
	return w->f->unit;
}

static void add_step(struct linker *l, const struct solved *w, trace_vec *out, struct ir_loc loc,
		     const char *text)
{
	struct trace_step st = { .path = linker_path(unit_of(w), loc),
				 .line = loc.line,
				 .col = loc.col,
				 .text = arena_strdup(&l->r->mem, text) };

	vec_push(out, st);
}

/* From the first time that the acquire ran on this path to the end. */
static void make_trace(struct linker *l, const struct solved *w, const struct report *r,
		       trace_vec *out)
{
	const struct step *steps[MAX_TRACE], *st;
	unsigned int n = 0, from = 0;

	for (st = r->trace; st; st = st->prev) {
		/* what a macro like min() decides inside itself explains nothing */
		if (st->loc.macro && st->node && st->node->kind == IR_BRANCH)
			continue;
		if (n == MAX_TRACE) /* a long way round a loop: the end tells most */
			break;
		steps[n++] = st;
		if (st->node == r->acquire)
			from = n;
	}
	if (n == MAX_TRACE && !from)
		add_step(l, w, out, r->acquire->loc, "taken here; then a longer way than is told");
	for (unsigned int i = from ? from : n; i-- > 0;)
		add_step(l, w, out, steps[i]->loc, steps[i]->text);
	if (r->at != r->acquire)
		add_step(l, w, out, r->at->loc,
			 r->at->kind == IR_RETURN ? "returns here" : "reached here");
}

static struct link_site *site_of(struct linker *l, const struct solved *w, const struct report *r)
{
	return linker_site(l, linker_path(unit_of(w), r->acquire->loc), r->acquire->loc.line,
			   r->acquire->loc.col);
}

/**
 * struct pending - a finding before it has its identity
 * @s: the site that it is about
 */
struct pending {
	struct finding f;
	const struct link_site *s;
};

struct collected {
	struct linker *l;
	VEC(struct pending) v;
};

static int cmp_uint(unsigned int a, unsigned int b)
{
	return a < b ? -1 : a > b;
}

static int cmp_place(const struct pending *a, const struct pending *b)
{
	int c = strcmp(a->f.path, b->f.path);

	if (!c)
		c = cmp_uint(a->f.line, b->f.line);
	return c ? c : cmp_uint(a->f.col, b->f.col);
}

/* The same rule at the same place about the same acquire: one finding. */
static int cmp_what(const struct pending *a, const struct pending *b)
{
	const struct site *sa = &a->s->site, *sb = &b->s->site;
	int c = cmp_place(a, b);

	if (!c)
		c = strcmp(a->f.rule, b->f.rule);
	if (!c)
		c = strcmp(sa->path, sb->path);
	if (!c)
		c = cmp_uint(sa->line, sb->line);
	return c ? c : cmp_uint(sa->col, sb->col);
}

/* Of the same finding in several units the surest first, then the shortest. */
static int cmp_pending(const void *va, const void *vb)
{
	const struct pending *a = va, *b = vb;
	int c = cmp_what(a, b);

	if (c)
		return c;
	if (a->f.confidence != b->f.confidence)
		return a->f.confidence > b->f.confidence ? -1 : 1;
	if (a->f.trace.n != b->f.trace.n)
		return a->f.trace.n < b->f.trace.n ? -1 : 1;
	return strcmp(a->f.message, b->f.message);
}

static void collect(struct collected *c, const struct solved *w, const struct report *r)
{
	const struct ir_unit *u = unit_of(w);
	struct pending p = { .f = { .rule = r->rule->id,
				    .path = linker_path(u, r->at->loc),
				    .line = r->at->loc.line,
				    .col = r->at->loc.col,
				    .function = w->f->name,
				    .confidence = r->confidence },
			     .s = site_of(c->l, w, r) };

	if (!p.s || !strcmp(p.s->site.role, "core"))
		return;
	p.f.site = p.s->site.fingerprint;
	p.f.message = arena_strdup(&c->l->r->mem, r->message);
	make_trace(c->l, w, r, &p.f.trace);
	vec_push(&c->v, p);
}

static void collect_of(const struct solved *w, void *arg)
{
	for (size_t k = 0; k < w->reports.n; k++)
		collect(arg, w, &w->reports.v[k]);
}

/* In the order of the source, which decides the ordinals in the fingerprints. */
void linker_findings(struct linker *l)
{
	struct collected c = { .l = l };
	struct fingerprints names = { 0 };

	program_each(l->prog, collect_of, &c);
	if (c.v.n > 1)
		qsort(c.v.v, c.v.n, sizeof(*c.v.v), cmp_pending);
	for (size_t i = 0; i < c.v.n; i++) {
		struct finding *f = &c.v.v[i].f;
		const struct site *s = &c.v.v[i].s->site;

		if (i && !cmp_what(&c.v.v[i - 1], &c.v.v[i])) {
			finding_release_vecs(f);
			continue;
		}
		f->fingerprint =
			fingerprint_next(&names, f->rule, f->path, f->function, s->api, s->args);
		vec_push(&l->r->findings, *f);
	}
	fingerprints_release(&names);
	vec_release(&c.v);
}
