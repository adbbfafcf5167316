// SPDX-License-Identifier: GPL-2.0-or-later
/* The report for a terminal. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "reports/report.h"

#define BAR_LEN 10
#define MIN_NAME 16 /* the first column is never narrower */
#define MAX_NAME 50 /* nor wider, as get_maintainer.pl has it */
#define MAX_NOTICES 20
#define MAX_DETAILS 4

const struct colours *colours_get(bool on)
{
	static const struct colours none = { "", "", "", "", "", "", "", "" };
	static const struct colours ansi = { "\033[1m",	 "\033[2m",  "\033[31m", "\033[32m",
					     "\033[33m", "\033[35m", "\033[36m", "\033[0m" };

	return on ? &ansi : &none;
}

/* How the columns are called, in full and where the terminal is narrow. */
static const char *const heads[2][ST_NR] = {
	{ "unconverted", "converted", "mixed", "exempt", "core", "test", "unknown" },
	{ "unconv", "conv", "mixed", "exempt", "core", "test", "unkn" },
};

/**
 * struct layout - the table's measures
 * @shorter: use the short heads
 * @bar: there is room for the bar
 * @name: width of the first column
 */
struct layout {
	int shorter;
	bool bar;
	int name;
};

static int numbers_width(int shorter, bool bar)
{
	int i, w = 0;

	for (i = 0; i < ST_NR; i++)
		w += 2 + (int)strlen(heads[shorter][i]);
	/* "  total", "  progress", "  bar" */
	return w + 7 + (shorter ? 6 : 10) + (bar ? 2 + BAR_LEN : 0);
}

static struct layout choose_layout(const struct report *rep, const group_vec *groups)
{
	struct layout l = { 0, true, MIN_NAME };
	const struct group *g;
	struct buf b = { 0 };

	vec_each (g, groups) {
		int w = utf8_width(text_clean(&b, g->name));

		if (w > l.name)
			l.name = w;
	}
	buf_release(&b);
	if (l.name > MAX_NAME && rep->by == BY_SUBSYSTEM)
		l.name = MAX_NAME;
	if (!rep->width)
		return l;
	/* First shorten the heads, then drop the bar, then cut the names. */
	if (l.name + numbers_width(l.shorter, l.bar) > rep->width)
		l.shorter = 1;
	if (l.name + numbers_width(l.shorter, l.bar) > rep->width)
		l.bar = rep->width >= 110;
	if (l.name + numbers_width(l.shorter, l.bar) > rep->width)
		l.name = rep->width - numbers_width(l.shorter, l.bar);
	if (l.name < MIN_NAME)
		l.name = MIN_NAME;
	return l;
}

/* A name in its column, cut with "..." where it is too long. */
static void print_name(FILE *f, const char *name, int width)
{
	struct buf b = { 0 };
	const char *s = text_clean(&b, name);
	int have = utf8_width(s), keep = have > width ? width - 3 : have, n = 0;

	for (; *s; s++) {
		n += ((unsigned char)*s & 0xc0) != 0x80;
		if (n > keep)
			break;
		fputc(*s, f);
	}
	if (have > width) {
		fputs("...", f);
		keep = width;
	}
	fprintf(f, "%*s", width - keep, "");
	buf_release(&b);
}

static const char *status_colour(const struct colours *c, int status)
{
	switch (status) {
	case ST_UNCONVERTED:
		return c->red;
	case ST_CONVERTED:
		return c->green;
	case ST_MIXED:
		return c->magenta;
	case ST_UNKNOWN:
		return c->yellow;
	default:
		return "";
	}
}

static void print_head(const struct report *rep, const struct layout *l, const char *what)
{
	const struct colours *c = colours_get(rep->colour);

	fputs(c->bold, rep->out);
	print_name(rep->out, what, l->name);
	for (int i = 0; i < ST_NR; i++)
		fprintf(rep->out, "  %s", heads[l->shorter][i]);
	fprintf(rep->out, "  total  %s%s\n", l->shorter ? "prog" : "progress", c->off);
}

static void print_bar(FILE *f, int percent)
{
	int i, full = percent * BAR_LEN / 100;

	fputs("  ", f);
	for (i = 0; i < BAR_LEN; i++)
		fputc(i < full ? '#' : '.', f);
}

static void print_group(const struct report *rep, const struct layout *l, const struct group *g)
{
	const struct colours *c = colours_get(rep->colour);
	int i, percent = group_progress(g), w = l->shorter ? 4 : 8;

	print_name(rep->out, g->name, l->name);
	for (i = 0; i < ST_NR; i++) {
		int col = (int)strlen(heads[l->shorter][i]);

		if (g->n[i])
			fprintf(rep->out, "  %s%*u%s", status_colour(c, i), col, g->n[i],
				*status_colour(c, i) ? c->off : "");
		else
			fprintf(rep->out, "  %s%*s%s", c->dim, col, ".", c->off);
	}
	fprintf(rep->out, "  %5u", g->total);
	if (percent < 0)
		fprintf(rep->out, "  %*s", w, "-");
	else
		fprintf(rep->out, "  %*d%%", w - 1, percent);
	if (l->bar && percent >= 0)
		print_bar(rep->out, percent);
	fputc('\n', rep->out);
}

static void print_table(const struct report *rep)
{
	group_vec groups = { 0 };
	struct group total, *g;
	struct layout l;

	group_sites(rep->r, rep->by, &groups);
	l = choose_layout(rep, &groups);
	total = group_total(rep->r);
	print_head(rep, &l, report_by_names[rep->by]);
	vec_each (g, &groups)
		print_group(rep, &l, g);
	print_group(rep, &l, &total);
	vec_release(&groups);
}

/* ---- coverage ---- */

/* A reason reads "what: detail"; those of one kind share a line. */
static size_t kind_len(const char *text)
{
	const char *colon = strstr(text, ": ");

	return colon ? (size_t)(colon - text) : strlen(text);
}

static bool same_kind(const struct reason *a, const struct reason *b)
{
	size_t n = kind_len(a->text);

	return a->trust == b->trust && n == kind_len(b->text) && !memcmp(a->text, b->text, n);
}

static bool is_first_of_kind(const reason_vec *v, const struct reason *x)
{
	const struct reason *y;

	for (y = v->v; y < x; y++)
		if (same_kind(x, y))
			return false;
	return true;
}

static void print_reason(const struct report *rep, const reason_vec *v, const struct reason *x)
{
	struct buf details = { 0 }, line = { 0 };
	unsigned int units = 0, shown = 0, more = 0;
	const struct reason *y;
	size_t n = kind_len(x->text);

	vec_each (y, v) {
		if (!same_kind(x, y))
			continue;
		units += y->units;
		if (!y->text[n])
			continue;
		if (shown++ >= MAX_DETAILS)
			more += y->units;
		else
			buf_addf(&details, "%s %s (%u)", details.len ? "," : ":", y->text + n + 2,
				 y->units);
	}
	if (more)
		buf_addf(&details, ", others (%u)", more);
	buf_addn(&line, x->text, n);
	buf_add(&line, buf_str(&details));
	fprintf(rep->out, "  %8u  %s: %s\n", units, trust_name(x->trust),
		text_clean(&details, buf_str(&line)));
	buf_release(&details);
	buf_release(&line);
}

static bool is_suppression(const struct notice *n)
{
	return !strcmp(n->kind, "suppression");
}

/* What each rule could judge. */
static void print_judged(const struct report *rep)
{
	const struct notice *n;
	struct buf b = { 0 };
	bool first = true;

	vec_each (n, &rep->r->notices) {
		if (strcmp(n->kind, "rule"))
			continue;
		if (first)
			fprintf(rep->out, "rules\n");
		first = false;
		fprintf(rep->out, "  %s\n", text_clean(&b, n->text));
	}
	buf_release(&b);
}

/* Notices on what was to suppress findings, or the others: the many must not hide the few. */
static void print_notices(const struct report *rep, bool suppression)
{
	const notice_vec *v = &rep->r->notices;
	struct buf a = { 0 }, b = { 0 };
	const struct notice *n;
	size_t total = 0;

	vec_each (n, v) {
		if (is_suppression(n) != suppression || !strcmp(n->kind, "rule"))
			continue;
		if (!total++ && !suppression)
			fprintf(rep->out, "notices\n");
		if (total <= MAX_NOTICES)
			fprintf(rep->out, "  %s: %s%s%s\n", n->kind, text_clean(&a, n->path),
				*n->path ? ": " : "", text_clean(&b, n->text));
	}
	if (total > MAX_NOTICES)
		fprintf(rep->out, "  and %zu more; --format json lists them all\n",
			total - MAX_NOTICES);
	buf_release(&a);
	buf_release(&b);
}

static void print_coverage(const struct report *rep)
{
	const struct colours *c = colours_get(rep->colour);
	const struct reason *x;
	struct coverage cov;

	coverage_init(&cov, rep->r);
	fprintf(rep->out, "\n%scoverage%s\n", c->bold, c->off);
	fprintf(rep->out,
		"sites      %u seen by cocci, %u by clang, %u by both; %u by cocci only, "
		"%u by clang only\n",
		cov.cocci, cov.clang, cov.both, cov.cocci_only, cov.clang_only);
	fprintf(rep->out, "units      %u of %u analysed: %u clean, %u recovered; %u not parsed\n",
		cov.units[TRUST_CLEAN] + cov.units[TRUST_RECOVERED], cov.total_units,
		cov.units[TRUST_CLEAN], cov.units[TRUST_RECOVERED], cov.units[TRUST_NOT_PARSED]);
	vec_each (x, &cov.reasons)
		if (is_first_of_kind(&cov.reasons, x))
			print_reason(rep, &cov.reasons, x);
	fprintf(rep->out,
		"functions  %lu lowered, %lu touch page references; %lu unknown nodes in those\n",
		cov.functions, cov.touching, cov.unknown);
	print_judged(rep);
	print_notices(rep, false);
	coverage_release(&cov);
}

static void print_finding_counts(const struct report *rep)
{
	group_vec rules = { 0 };
	const struct group *g;
	const char *sep = ": ";
	size_t reviewed = 0;

	group_findings(rep->r, &rules);
	fprintf(rep->out, "findings   %zu", rep->r->findings.n);
	vec_each (g, &rules) {
		fprintf(rep->out, "%s%s %u", sep, g->name, g->total);
		sep = ", ";
	}
	fputs(rep->r->findings.n ? "; report --findings lists them\n" : "\n", rep->out);
	if (rep->r->suppressed.n)
		fprintf(rep->out,
			"suppressed %zu; report --findings --suppressed lists them, too\n",
			rep->r->suppressed.n);
	print_notices(rep, true);
	for (size_t i = 0; i < rep->r->sites.n; i++)
		reviewed += rep->r->sites.v[i].verdict != NULL;
	if (reviewed)
		fprintf(rep->out, "reviewed   %zu sites have the status that a person gave them\n",
			reviewed);
	vec_release(&rules);
}

/* What gupcheck convert came to, if it was asked. */
static void print_attempts(const struct report *rep)
{
	struct attempts a;

	attempts_count(rep->r, &a);
	if (!a.sites)
		return;
	fprintf(rep->out,
		"convert    %u of %u sites have a proved patch, %u failed, %u are not cleared",
		a.proved, a.proved + a.failed + a.uncleared, a.failed, a.uncleared);
	if (a.fixes || a.unfixed)
		fprintf(rep->out, "; dirtying: %u of %u mended", a.fixes, a.fixes + a.unfixed);
	fputs("; show SITE says more\n", rep->out);
}

void report_text(const struct report *rep)
{
	struct buf b = { 0 };

	fprintf(rep->out, "Linux %s, %s, run %lld of %s\n", rep->run->version, rep->run->arch,
		(long long)rep->run->id, rep->run->finished);
	fprintf(rep->out, "%s\n\n", text_clean(&b, rep->run->tree));
	buf_release(&b);
	print_table(rep);
	print_coverage(rep);
	print_finding_counts(rep);
	print_attempts(rep);
}
