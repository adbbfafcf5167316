// SPDX-License-Identifier: GPL-2.0-or-later
/* The report for a web page, a pull request, a mail. */
#include <string.h>

#include "reports/report.h"

/* Text from the tree must not become markup. */
void markdown_text(FILE *f, const char *s)
{
	struct buf b = { 0 };

	for (s = text_clean(&b, s); *s; s++) {
		if (strchr("\\`*_{}[]<>()#+!|~&", *s))
			fputc('\\', f);
		fputc(*s, f);
	}
	buf_release(&b);
}

static void print_group(FILE *f, const struct group *g)
{
	int percent = group_progress(g);

	fputs("| ", f);
	markdown_text(f, g->name);
	for (int i = 0; i < ST_NR; i++)
		fprintf(f, " | %u", g->n[i]);
	if (percent < 0)
		fprintf(f, " | %u | - |\n", g->total);
	else
		fprintf(f, " | %u | %d%% |\n", g->total, percent);
}

static void print_table(const struct report *rep)
{
	group_vec groups = { 0 };
	struct group total, *g;

	group_sites(rep->r, rep->by, &groups);
	total = group_total(rep->r);
	fprintf(rep->out, "| %s", report_by_names[rep->by]);
	for (int i = 0; i < ST_NR; i++)
		fprintf(rep->out, " | %s", status_name((enum site_status)i));
	fprintf(rep->out, " | total | progress |\n| ---");
	for (int i = 0; i < ST_NR + 2; i++)
		fputs(" | ---:", rep->out);
	fputs(" |\n", rep->out);
	vec_each (g, &groups)
		print_group(rep->out, g);
	print_group(rep->out, &total);
	vec_release(&groups);
}

static void print_coverage(const struct report *rep)
{
	const struct reason *x;
	const struct notice *n;
	struct coverage c;

	coverage_init(&c, rep->r);
	fprintf(rep->out, "\n## Coverage\n\n");
	fprintf(rep->out, "- sites: %u seen by cocci, %u by clang, %u by both\n", c.cocci, c.clang,
		c.both);
	fprintf(rep->out, "- units: %u, of them %u clean, %u recovered, %u not parsed\n",
		c.total_units, c.units[TRUST_CLEAN], c.units[TRUST_RECOVERED],
		c.units[TRUST_NOT_PARSED]);
	vec_each (x, &c.reasons) {
		fprintf(rep->out, "  - %u %s: ", x->units, trust_name(x->trust));
		markdown_text(rep->out, x->text);
		fputc('\n', rep->out);
	}
	fprintf(rep->out,
		"- functions: %lu lowered, %lu touch page references, %lu unknown nodes\n",
		c.functions, c.touching, c.unknown);
	vec_each (n, &rep->r->notices) {
		fprintf(rep->out, "- notice, %s: ", n->kind);
		markdown_text(rep->out, n->path);
		fputs(*n->path ? ": " : "", rep->out);
		markdown_text(rep->out, n->text);
		fputc('\n', rep->out);
	}
	coverage_release(&c);
}

static void print_row(FILE *out, const struct finding *f, bool why)
{
	fprintf(out, "| %s | ", f->rule);
	markdown_text(out, f->path);
	fprintf(out, ":%u | ", f->line);
	markdown_text(out, f->function);
	fputs(" | ", out);
	markdown_text(out, f->message);
	if (why && f->verdict) {
		struct buf b = { 0 };

		fputs(" | ", out);
		markdown_text(out, f->verdict->note);
		fputs(" (", out);
		markdown_text(out, verdict_origin(&b, f->verdict));
		fputc(')', out);
		buf_release(&b);
	}
	fputs(" |\n", out);
}

static void print_findings(const struct report *rep)
{
	const struct finding *f;

	if (rep->r->findings.n)
		fprintf(rep->out, "\n## Findings\n\n| rule | place | function | message |\n"
				  "| --- | --- | --- | --- |\n");
	vec_each (f, &rep->r->findings)
		if (!verdict_suppresses(f->verdict))
			print_row(rep->out, f, false);
	if (rep->r->suppressed.n)
		fprintf(rep->out, "\n## Suppressed\n\n| rule | place | function | message | why |\n"
				  "| --- | --- | --- | --- | --- |\n");
	vec_each (f, &rep->r->suppressed)
		print_row(rep->out, f, true);
}

static void print_attempts(const struct report *rep)
{
	static const char *const kinds[] = { "conversion", "dirtying" };
	const struct conversion *c;
	const struct site *s;
	struct attempts a;
	struct buf b = { 0 };

	attempts_count(rep->r, &a);
	if (a.sites)
		fprintf(rep->out, "\n## Conversions\n\n| place | function | outcome | patch |\n"
				  "| --- | --- | --- | --- |\n");
	vec_each (s, &rep->r->sites)
		for (int k = 0; k < 2; k++) {
			c = record_attempt(rep->r, s, kinds[k]);
			if (!c)
				continue;
			fputs("| ", rep->out);
			markdown_text(rep->out, s->path);
			fprintf(rep->out, ":%u | ", s->line);
			markdown_text(rep->out, s->function);
			fputs(" | ", rep->out);
			markdown_text(rep->out, attempt_text(&b, c));
			fputs(" | ", rep->out);
			markdown_text(rep->out, c->subject);
			fputs(" |\n", rep->out);
		}
	buf_release(&b);
}

void report_markdown(const struct report *rep)
{
	fprintf(rep->out, "# Page references in Linux %s (%s)\n\n", rep->run->version,
		rep->run->arch);
	print_table(rep);
	print_coverage(rep);
	print_findings(rep);
	print_attempts(rep);
}
