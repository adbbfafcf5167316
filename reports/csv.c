// SPDX-License-Identifier: GPL-2.0-or-later
/* Comma-separated values after RFC 4180, one header line, lines end with CR LF. */
#include <string.h>

#include "reports/report.h"

static void print_cell(FILE *f, const char *s)
{
	struct buf b = { 0 };

	s = utf8_clean(&b, s);
	if (!strpbrk(s, ",\"\r\n")) {
		fputs(s, f);
	} else {
		fputc('"', f);
		for (; *s; s++) {
			if (*s == '"')
				fputc('"', f);
			fputc(*s, f);
		}
		fputc('"', f);
	}
	buf_release(&b);
}

static void print_cells(FILE *f, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		print_cell(f, cells[i]);
		fputc(',', f);
	}
}

static void print_seen_by(FILE *f, unsigned int mask)
{
	static const char *const names[] = { "cocci", "clang", "sparse" };
	const char *sep = "";

	for (int i = 0; i < 3; i++) {
		if (!(mask & 1u << i))
			continue;
		fprintf(f, "%s%s", sep, names[i]);
		sep = "+";
	}
}

void report_csv_sites(const struct report *rep)
{
	const struct site *s;

	fputs("id,path,function,api,subsystem,foll,role,write,status,line,column,case,longterm,"
	      "confidence,releases,seen_by,review,analysed\r\n",
	      rep->out);
	vec_each (s, &rep->r->sites) {
		const char *const cells[] = { s->fingerprint,
					      s->path,
					      s->function,
					      s->api,
					      record_subsystem(rep->r, s->path),
					      s->foll,
					      s->role,
					      s->write,
					      s->status };

		print_cells(rep->out, cells, sizeof(cells) / sizeof(cells[0]));
		fprintf(rep->out, "%u,%u,", s->line, s->col);
		if (s->kase >= 0)
			fprintf(rep->out, "%d", s->kase);
		fprintf(rep->out, ",%d,%.3g,%zu,", s->longterm, s->confidence, s->releases.n);
		print_seen_by(rep->out, s->seen_by);
		fputc(',', rep->out);
		if (s->verdict)
			print_cell(rep->out, s->verdict->note);
		fprintf(rep->out, ",%s\r\n", s->analysed ? s->analysed : s->status);
	}
}

void report_csv_findings(const struct report *rep)
{
	const struct finding *f;

	fputs("id,rule,path,function,message,site,line,column,confidence,verdict,review\r\n",
	      rep->out);
	vec_each (f, &rep->r->findings) {
		const char *const cells[] = { f->fingerprint, f->rule,	  f->path,
					      f->function,    f->message, f->site ? f->site : "" };

		print_cells(rep->out, cells, sizeof(cells) / sizeof(cells[0]));
		fprintf(rep->out, "%u,%u,%.3g,", f->line, f->col, f->confidence);
		if (f->verdict) {
			fprintf(rep->out, "%s,", f->verdict->what);
			print_cell(rep->out, f->verdict->note);
			fputs("\r\n", rep->out);
		} else {
			fputs(",\r\n", rep->out);
		}
	}
}

void report_csv_groups(const struct report *rep)
{
	group_vec groups = { 0 };
	struct group *g;

	group_sites(rep->r, rep->by, &groups);
	fputs(report_by_names[rep->by], rep->out);
	for (int i = 0; i < ST_NR; i++)
		fprintf(rep->out, ",%s", status_name((enum site_status)i));
	fputs(",total,progress\r\n", rep->out);
	vec_each (g, &groups) {
		print_cell(rep->out, g->name);
		for (int i = 0; i < ST_NR; i++)
			fprintf(rep->out, ",%u", g->n[i]);
		fprintf(rep->out, ",%u,", g->total);
		if (group_progress(g) >= 0)
			fprintf(rep->out, "%d", group_progress(g));
		fputs("\r\n", rep->out);
	}
	vec_release(&groups);
}
