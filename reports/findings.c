// SPDX-License-Identifier: GPL-2.0-or-later
/* Findings in the form in which compilers print warnings, so that editors jump to them. */
#include <stdlib.h>
#include <string.h>

#include "reports/report.h"

static void print_spot(const struct report *rep, const char *path, unsigned int line,
		       unsigned int col)
{
	const struct colours *c = colours_get(rep->colour);
	struct buf b = { 0 };

	fprintf(rep->out, "%s%s:%u:%u:%s ", c->bold, text_clean(&b, path), line, col, c->off);
	buf_release(&b);
}

/* "confirmed by NAME on DATE: NOTE", "suppressed, comment at a.c:12: REASON" */
static void print_verdict(const struct report *rep, const struct verdict *v)
{
	struct buf a = { 0 }, b = { 0 }, c = { 0 };

	fprintf(rep->out, "%s%s: %s", verdict_suppresses(v) ? "suppressed, " : "confirmed ",
		text_clean(&a, verdict_origin(&c, v)), text_clean(&b, v->note));
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
}

/* One line: what a person has dealt with needs no path. */
static void print_suppressed(const struct report *rep, const struct finding *f)
{
	const struct colours *c = colours_get(rep->colour);
	struct buf b = { 0 };

	print_spot(rep, f->path, f->line, f->col);
	fprintf(rep->out, "%snote:%s %s [%s]: ", c->cyan, c->off, text_clean(&b, f->message),
		f->rule);
	print_verdict(rep, f->verdict);
	fputc('\n', rep->out);
	buf_release(&b);
}

static void print_notes(const struct report *rep, const struct finding *f)
{
	const struct colours *c = colours_get(rep->colour);
	const struct trace_step *t;
	struct buf b = { 0 };

	vec_each (t, &f->trace) {
		print_spot(rep, t->path, t->line, t->col);
		fprintf(rep->out, "%snote:%s %s\n", c->cyan, c->off, text_clean(&b, t->text));
	}
	if (f->verdict) {
		print_spot(rep, f->path, f->line, f->col);
		fprintf(rep->out, "%snote:%s ", c->cyan, c->off);
		print_verdict(rep, f->verdict);
		fputc('\n', rep->out);
	}
	buf_release(&b);
}

static void print_finding(const struct report *rep, const struct finding *f, bool notes)
{
	const struct colours *c = colours_get(rep->colour);
	struct buf b = { 0 };

	if (verdict_suppresses(f->verdict)) {
		print_suppressed(rep, f);
		return;
	}
	print_spot(rep, f->path, f->line, f->col);
	fprintf(rep->out, "%swarning:%s %s [%s]\n", c->magenta, c->off, text_clean(&b, f->message),
		f->rule);
	if (notes)
		print_notes(rep, f);
	buf_release(&b);
}

size_t report_findings(const struct report *rep)
{
	const struct finding *f;

	vec_each (f, &rep->r->findings)
		print_finding(rep, f, true);
	return rep->r->findings.n;
}

/* Files that a rule found something in; findings are sorted by path. */
static unsigned int count_files(const struct record *r, const char *rule)
{
	const struct finding *f;
	const char *last = NULL;
	unsigned int n = 0;

	vec_each (f, &r->findings) {
		if (strcmp(f->rule, rule))
			continue;
		n += !last || strcmp(last, f->path);
		last = f->path;
	}
	return n;
}

size_t report_rules(const struct report *rep)
{
	const struct colours *c = colours_get(rep->colour);
	group_vec rules = { 0 };
	const struct finding *f;
	const struct group *g;

	group_findings(rep->r, &rules);
	fprintf(rep->out, "%s%-24s  findings  files%s\n", c->bold, "rule", c->off);
	vec_each (g, &rules)
		fprintf(rep->out, "%-24s  %8u  %5u\n", g->name, g->total,
			count_files(rep->r, g->name));
	fprintf(rep->out, "%-24s  %8zu\n", "total", rep->r->findings.n);
	if (rep->r->suppressed.n)
		fprintf(rep->out, "%-24s  %8zu\n", "suppressed, not counted", rep->r->suppressed.n);
	vec_each (g, &rules) {
		fputc('\n', rep->out);
		vec_each (f, &rep->r->findings)
			if (!strcmp(f->rule, g->name))
				print_finding(rep, f, false);
	}
	vec_release(&rules);
	return rep->r->findings.n;
}
