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

static bool known(const struct linker *l, const struct finding *f)
{
	for (size_t i = 0; i < l->r->findings.n; i++) {
		const struct finding *o = &l->r->findings.v[i];

		if (o->rule == f->rule && !strcmp(o->path, f->path) && o->line == f->line &&
		    o->col == f->col)
			return true;
	}
	return false;
}

static unsigned int ordinal(const struct linker *l, const struct finding *f, const char *site)
{
	unsigned int n = 0;

	for (size_t i = 0; i < l->r->findings.n; i++)
		n += l->r->findings.v[i].rule == f->rule && l->r->findings.v[i].site == site;
	return n;
}

static void add_finding(struct linker *l, const struct solved *w, const struct report *r)
{
	const struct ir_unit *u = unit_of(w);
	struct link_site *s = site_of(l, w, r);
	struct finding f = { .rule = r->rule->id,
			     .path = linker_path(u, r->at->loc),
			     .line = r->at->loc.line,
			     .col = r->at->loc.col,
			     .function = w->f->name,
			     .confidence = r->confidence };

	if (!s || !strcmp(s->site.role, "core") || known(l, &f))
		return;
	f.site = s->site.fingerprint;
	f.message = arena_strdup(&l->r->mem, r->message);
	f.fingerprint = finding_fingerprint(f.rule, f.path, f.function, s->site.api, s->site.args,
					    ordinal(l, &f, f.site));
	make_trace(l, w, r, &f.trace);
	vec_push(&l->r->findings, f);
}

static void findings_of(const struct solved *w, void *arg)
{
	for (size_t k = 0; k < w->reports.n; k++)
		add_finding(arg, w, &w->reports.v[k]);
}

void linker_findings(struct linker *l)
{
	program_each(l->prog, findings_of, l);
}
