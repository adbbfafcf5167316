// SPDX-License-Identifier: GPL-2.0-or-later
/* One site, one finding: everything that is known of it. */
#include <string.h>

#include "reports/report.h"

#define SITE_CONTEXT 2
#define STEP_CONTEXT 1

static void print_place(const struct show *sh, const char *path, unsigned int line,
			unsigned int col, const char *function)
{
	const struct colours *c = colours_get(sh->rep->colour);
	struct buf b = { 0 };

	fprintf(sh->rep->out, "%s%s:%u:%u%s", c->bold, text_clean(&b, path), line, col, c->off);
	if (function && *function)
		fprintf(sh->rep->out, " in %s()", text_clean(&b, function));
	buf_release(&b);
}

static void print_head(const struct show *sh, const char *what)
{
	const struct colours *c = colours_get(sh->rep->colour);

	fprintf(sh->rep->out, "\n%s%s%s\n", c->bold, what, c->off);
}

static void print_subsystems(const struct show *sh, const char *path)
{
	const struct path_info *p = record_path(sh->rep->r, path);
	const char *sep = "subsystem   ";
	struct buf b = { 0 };

	for (size_t i = 0; p && i < p->subsystems.n; i++, sep = "; ")
		fprintf(sh->rep->out, "%s%s", sep, text_clean(&b, p->subsystems.v[i]));
	if (p && p->subsystems.n)
		fputc('\n', sh->rep->out);
	buf_release(&b);
}

static void print_site_facts(const struct show *sh, const struct site *s)
{
	FILE *f = sh->rep->out;
	struct buf b = { 0 };

	fprintf(f, "status      %s, confidence %.2f%s\n", s->status, s->confidence,
		s->verdict ? ", reviewed by hand" : "");
	fprintf(f, "reference   %s%s, write: %s\n", s->foll, s->longterm ? " + LONGTERM" : "",
		s->write);
	fprintf(f, "role        %s\n", s->role);
	fprintf(f, "case        %s\n", s->kase < 0 ? "not decided" : case_names[s->kase]);
	if (*s->args)
		fprintf(f, "arguments   %s\n", text_clean(&b, s->args));
	fprintf(f, "seen by    %s%s%s\n", s->seen_by & SEEN_COCCI ? " cocci" : "",
		s->seen_by & SEEN_CLANG ? " clang" : "", s->seen_by & SEEN_SPARSE ? " sparse" : "");
	print_subsystems(sh, s->path);
	buf_release(&b);
}

static void print_site_findings(const struct show *sh, const struct site *s)
{
	const struct finding *f;
	struct buf b = { 0 };
	bool any = false;

	vec_each (f, &sh->rep->r->findings) {
		if (!f->site || strcmp(f->site, s->fingerprint))
			continue;
		if (!any)
			print_head(sh, "findings");
		any = true;
		fprintf(sh->rep->out, "  %s:%u: ", text_clean(&b, f->path), f->line);
		fprintf(sh->rep->out, "%s [%s] %s%s\n", text_clean(&b, f->message), f->rule,
			f->fingerprint, verdict_suppresses(f->verdict) ? " (suppressed)" : "");
	}
	buf_release(&b);
}

/* Steps numbered, each with its line. */
static void print_steps(struct show *sh, const trace_vec *steps, const char *indent,
			unsigned int context)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < steps->n; i++) {
		const struct trace_step *t = &steps->v[i];

		fprintf(sh->rep->out, "%s%2zu. ", indent, i + 1);
		print_place(sh, t->path, t->line, t->col, NULL);
		fprintf(sh->rep->out, ": %s\n", text_clean(&b, t->text));
		show_excerpt(sh, t->path, t->line, t->col, context);
	}
	buf_release(&b);
}

static void print_site_paths(struct show *sh, const struct site *s)
{
	const struct colours *c = colours_get(sh->rep->colour);
	const struct site_path *p;
	struct buf b = { 0 };

	if (s->paths.n)
		print_head(sh, "paths");
	vec_each (p, &s->paths) {
		fprintf(sh->rep->out, "  - %s%s%s\n", c->cyan, text_clean(&b, p->kind), c->off);
		print_steps(sh, &p->steps, "    ", 0);
	}
	buf_release(&b);
}

static void print_site_releases(struct show *sh, const struct site *s)
{
	const struct colours *c = colours_get(sh->rep->colour);
	const struct site_release *x;

	print_head(sh, s->releases.n ? "releases" : "releases: none was tied to this site");
	vec_each (x, &s->releases) {
		print_place(sh, x->path, x->line, x->col, x->function);
		fprintf(sh->rep->out, ": %s%s%s\n", c->cyan, x->api, c->off);
		show_excerpt(sh, x->path, x->line, x->col, 0);
	}
}

/* What gupcheck convert came to. */
static void print_site_attempts(const struct show *sh, const struct site *s)
{
	static const char *const kinds[] = { "conversion", "dirtying" };
	struct buf text = { 0 }, b = { 0 };
	bool any = false;

	for (int k = 0; k < 2; k++) {
		const struct conversion *c = record_attempt(sh->rep->r, s, kinds[k]);

		if (!c)
			continue;
		if (!any)
			print_head(sh, "conversion");
		any = true;
		fprintf(sh->rep->out, "  %s (%s)\n", text_clean(&b, attempt_text(&text, c)),
			c->made);
		if (*c->subject)
			fprintf(sh->rep->out, "    patch: %s\n", text_clean(&b, c->subject));
		for (size_t i = 0; i < c->checks.n; i++)
			fprintf(sh->rep->out, "    - %s\n", text_clean(&b, c->checks.v[i]));
	}
	buf_release(&text);
	buf_release(&b);
}

void show_site(struct show *sh, const struct site *s)
{
	const struct colours *c = colours_get(sh->rep->colour);
	FILE *f = sh->rep->out;
	struct buf b = { 0 };

	fprintf(f, "%ssite %s%s\n", c->dim, s->fingerprint, c->off);
	print_place(sh, s->path, s->line, s->col, s->function);
	fprintf(f, ": %s%s%s\n", c->cyan, s->api, c->off);
	show_excerpt(sh, s->path, s->line, s->col, SITE_CONTEXT);
	fputc('\n', f);
	print_site_facts(sh, s);
	if (s->evidence.n)
		print_head(sh, "evidence");
	for (size_t i = 0; i < s->evidence.n; i++)
		fprintf(f, "  - %s\n", text_clean(&b, s->evidence.v[i]));
	print_site_releases(sh, s);
	print_site_paths(sh, s);
	print_site_findings(sh, s);
	print_site_attempts(sh, s);
	buf_release(&b);
}

static void print_verdict(const struct show *sh, const struct verdict *v)
{
	struct buf a = { 0 }, b = { 0 }, c = { 0 };

	fprintf(sh->rep->out, "%s  %s (%s)\n", verdict_suppresses(v) ? "suppressed" : "confirmed ",
		text_clean(&a, v->note), text_clean(&b, verdict_origin(&c, v)));
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
}

void show_finding(struct show *sh, const struct finding *x)
{
	const struct colours *c = colours_get(sh->rep->colour);
	FILE *f = sh->rep->out;
	struct buf b = { 0 };

	fprintf(f, "%sfinding %s%s\n", c->dim, x->fingerprint, c->off);
	print_place(sh, x->path, x->line, x->col, x->function);
	fprintf(f, ": %s%s%s [%s]\n", c->magenta, text_clean(&b, x->message), c->off, x->rule);
	show_excerpt(sh, x->path, x->line, x->col, SITE_CONTEXT);
	fprintf(f, "\nconfidence  %.2f\n", x->confidence);
	if (x->site)
		fprintf(f, "site        %s\n", x->site);
	if (x->verdict)
		print_verdict(sh, x->verdict);
	print_subsystems(sh, x->path);
	if (x->trace.n)
		print_head(sh, "path");
	print_steps(sh, &x->trace, "", STEP_CONTEXT);
	buf_release(&b);
}
