// SPDX-License-Identifier: GPL-2.0-or-later
/* A comparison for people: a terminal, Markdown, a mail in the form of the kernel's test robots. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "reports/diff.h"

/**
 * struct row - one subsystem
 * @was, @is: its sites in both runs
 * @converted: sites that are converted now
 * @n: sites by what became of them
 * @fresh, @fixed: findings
 */
struct row {
	const char *name;
	struct group was, is;
	unsigned int converted, n[DIFF_NR], fresh, fixed;
};
typedef VEC(struct row) row_vec;

static struct row *row_of(row_vec *rows, const char *name)
{
	struct row *r;

	vec_each (r, rows)
		if (!strcmp(r->name, name))
			return r;
	vec_push(rows, ((struct row){ .name = name }));
	return &vec_last(rows);
}

/* A list has no subsystems: then the other side knows them. */
static const char *subsystem_of(const struct diff *d, const char *was, const char *is)
{
	const struct path_info *p = is ? record_path(d->is, is) : NULL;

	if (!p && was)
		p = record_path(d->was, was);
	if (!p && was)
		p = record_path(d->is, was);
	return p && p->subsystems.n ? p->subsystems.v[0] : "(no subsystem)";
}

static void count_status(struct group *g, const char *status)
{
	enum site_status st = status_of(status);

	g->total++;
	g->n[st == ST_NR ? ST_UNKNOWN : st]++;
}

static void count_site(const struct diff *d, row_vec *rows, const struct diff_site *x)
{
	struct row *r = row_of(
		rows, subsystem_of(d, x->was ? x->was->path : NULL, x->is ? x->is->path : NULL));

	r->n[x->state]++;
	r->converted += diff_converted(x);
	if (x->was)
		count_status(&r->was, x->was->status);
	if (x->is)
		count_status(&r->is, x->is->status);
}

static int cmp_rows(const void *va, const void *vb)
{
	const struct row *a = va, *b = vb;

	if (a->converted != b->converted)
		return a->converted > b->converted ? -1 : 1;
	if (a->fresh != b->fresh)
		return a->fresh > b->fresh ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void make_rows(const struct diff *d, row_vec *rows)
{
	const struct diff_finding *f;
	const struct diff_site *x;

	vec_each (x, &d->sites)
		count_site(d, rows, x);
	vec_each (f, &d->findings) {
		struct row *r = row_of(rows, subsystem_of(d, f->was ? f->was->path : NULL,
							  f->is ? f->is->path : NULL));

		r->fresh += f->state == DIFF_NEW;
		r->fixed += f->state == DIFF_GONE;
	}
	if (rows->n)
		qsort(rows->v, rows->n, sizeof(*rows->v), cmp_rows);
}

/* Nothing but shifted lines, and names that changed. */
static bool is_dull(const struct row *r)
{
	return r->n[DIFF_SAME] + r->n[DIFF_MOVED] == r->was.total && r->was.total == r->is.total &&
	       !r->fresh && !r->fixed && !r->converted;
}

static struct row total_row(const row_vec *rows)
{
	struct row sum = { .name = "total" };
	const struct row *r;

	vec_each (r, rows) {
		sum.converted += r->converted;
		sum.fresh += r->fresh;
		sum.fixed += r->fixed;
		for (int i = 0; i < DIFF_NR; i++)
			sum.n[i] += r->n[i];
		for (int i = 0; i < ST_NR; i++) {
			sum.was.n[i] += r->was.n[i];
			sum.is.n[i] += r->is.n[i];
		}
		sum.was.total += r->was.total;
		sum.is.total += r->is.total;
	}
	return sum;
}

static const char *percent(const struct group *g, char *out, size_t size)
{
	int p = group_progress(g);

	if (p < 0)
		snprintf(out, size, "-");
	else
		snprintf(out, size, "%d%%", p);
	return out;
}

/* ---- words ---- */

static void add_run(struct buf *b, const struct db_run *run)
{
	if (!run)
		buf_add(b, "the list");
	else
		buf_addf(b, "Linux %s, %s, run %lld of %s", run->version, run->arch,
			 (long long)run->id, run->finished);
}

/* "a.c:12: f(): get_user_pages() -> pin_user_pages(), unconverted -> converted" */
static void describe_site(const struct diff_site *x, struct buf *b)
{
	const struct site *s = x->is ? x->is : x->was;

	buf_reset(b);
	if (s->line)
		buf_addf(b, "%s:%u: %s(): ", s->path, s->line, s->function);
	else
		buf_addf(b, "%s: %s(): ", s->path, s->function);
	if (x->was && x->is && *x->was->api && strcmp(x->was->api, x->is->api))
		buf_addf(b, "%s() -> ", x->was->api);
	if (*s->api)
		buf_addf(b, "%s(), ", s->api);
	if (x->was && x->is && *x->was->status && strcmp(x->was->status, x->is->status))
		buf_addf(b, "%s -> ", x->was->status);
	buf_add(b, s->status);
	if (x->was && x->is && strcmp(x->was->path, x->is->path))
		buf_addf(b, ", was in %s", x->was->path);
	if (x->was && x->is && strcmp(x->was->function, x->is->function))
		buf_addf(b, ", was in %s()", x->was->function);
}

static void describe_finding(const struct diff_finding *x, struct buf *b)
{
	const struct finding *f = x->is ? x->is : x->was;

	buf_reset(b);
	if (f->line)
		buf_addf(b, "%s:%u:%u: %s: %s [%s]", f->path, f->line, f->col,
			 x->state == DIFF_NEW ? "warning" : "note", f->message, f->rule);
	else
		buf_addf(b, "%s: in %s() [%s]", f->path, f->function, f->rule);
	if (x->state == DIFF_CHANGED)
		buf_add(b, verdict_suppresses(f->verdict) ? ", suppressed" : ", less certain now");
	if (x->was && x->is && strcmp(x->was->path, x->is->path))
		buf_addf(b, ", was in %s", x->was->path);
}

/* ---- lists, for both forms ---- */

/* how the lines of a list begin and end, and how text is made fit for it */
struct form {
	const char *head, *head_end, *item;
	void (*text)(FILE *f, const char *s);
};

static void plain_text(FILE *f, const char *s)
{
	struct buf b = { 0 };

	fputs(text_clean(&b, s), f);
	buf_release(&b);
}

static const struct form text_form = { "", "\n", "  ", plain_text };
static const struct form bare_form = { "", "\n", "", plain_text };
static const struct form md_form = { "## ", "\n\n", "- ", markdown_text };

static void open_list(FILE *f, const struct form *form, const char *title, bool *open)
{
	if (*open)
		return;
	*open = true;
	fprintf(f, "\n%s%s%s", form->head, title, form->head_end);
}

static void list_sites(FILE *f, const struct form *form, const struct diff *d, const char *title,
		       enum diff_state state, bool converted)
{
	const struct diff_site *x;
	struct buf b = { 0 };
	bool open = false;

	vec_each (x, &d->sites) {
		if (converted ? !diff_converted(x) : x->state != state || diff_converted(x))
			continue;
		open_list(f, form, title, &open);
		describe_site(x, &b);
		fputs(form->item, f);
		form->text(f, buf_str(&b));
		fputc('\n', f);
	}
	buf_release(&b);
}

static void list_findings(FILE *f, const struct form *form, const struct diff *d, const char *title,
			  enum diff_state state)
{
	const struct diff_finding *x;
	struct buf b = { 0 };
	bool open = false;

	vec_each (x, &d->findings) {
		if (x->state != state)
			continue;
		open_list(f, form, title, &open);
		describe_finding(x, &b);
		fputs(form->item, f);
		form->text(f, buf_str(&b));
		fputc('\n', f);
	}
	buf_release(&b);
}

static void print_lists(FILE *f, const struct form *form, const struct diff *d)
{
	list_sites(f, form, d, "converted", DIFF_NR, true);
	list_sites(f, form, d, "changed sites", DIFF_CHANGED, false);
	list_sites(f, form, d, "new sites", DIFF_NEW, false);
	list_sites(f, form, d, "sites that are gone", DIFF_GONE, false);
	list_sites(f, form, d, "sites in files that could not be read now", DIFF_UNSEEN, false);
	list_sites(f, form, d, "moved sites", DIFF_MOVED, false);
	/* as a compiler has them, so that an editor jumps there */
	list_findings(f, form == &text_form ? &bare_form : form, d, "new findings", DIFF_NEW);
	list_findings(f, form, d, "fixed findings", DIFF_GONE);
	list_findings(f, form, d, "findings in files that could not be read now", DIFF_UNSEEN);
	list_findings(f, form, d, "findings that are not told any more", DIFF_CHANGED);
	list_findings(f, form, d, "moved findings", DIFF_MOVED);
}

/* ---- terminal ---- */

#define NAME_WIDTH 42

static void print_row(FILE *f, const struct row *r)
{
	char a[16], b[16];
	struct buf name = { 0 };

	text_clean(&name, r->name);
	fprintf(f, "%-*.*s  %9u  %4s -> %-4s  %4u  %4u  %7u  %5u  %12u  %5u\n", NAME_WIDTH,
		NAME_WIDTH, buf_str(&name), r->converted, percent(&r->was, a, sizeof(a)),
		percent(&r->is, b, sizeof(b)), r->n[DIFF_NEW], r->n[DIFF_GONE] + r->n[DIFF_UNSEEN],
		r->n[DIFF_CHANGED], r->n[DIFF_MOVED], r->fresh, r->fixed);
	buf_release(&name);
}

static void print_heading(FILE *f, const struct diff *d, const char *before)
{
	struct buf b = { 0 };

	fputs(before, f);
	add_run(&b, d->was_run);
	fprintf(f, "%s\n%s", buf_str(&b), before);
	buf_reset(&b);
	add_run(&b, d->is_run);
	fprintf(f, "-> %s\n", buf_str(&b));
	buf_release(&b);
}

void diff_text(const struct report *rep, const struct diff *d)
{
	const struct colours *c = colours_get(rep->colour);
	row_vec rows = { 0 };
	struct row total, *r;

	make_rows(d, &rows);
	total = total_row(&rows);
	print_heading(rep->out, d, "");
	fprintf(rep->out,
		"\n%s%-*s  converted      progress   new  gone  changed  moved  "
		"new findings  fixed%s\n",
		c->bold, NAME_WIDTH, "subsystem", c->off);
	vec_each (r, &rows)
		if (!is_dull(r))
			print_row(rep->out, r);
	print_row(rep->out, &total);
	print_lists(rep->out, &text_form, d);
	vec_release(&rows);
}

/* ---- Markdown ---- */

static void markdown_row(FILE *f, const struct row *r)
{
	char a[16], b[16];

	fputs("| ", f);
	markdown_text(f, r->name);
	fprintf(f, " | %u | %s → %s | %u | %u | %u | %u | %u | %u |\n", r->converted,
		percent(&r->was, a, sizeof(a)), percent(&r->is, b, sizeof(b)), r->n[DIFF_NEW],
		r->n[DIFF_GONE] + r->n[DIFF_UNSEEN], r->n[DIFF_CHANGED], r->n[DIFF_MOVED], r->fresh,
		r->fixed);
}

void diff_markdown(const struct report *rep, const struct diff *d)
{
	row_vec rows = { 0 };
	struct row total, *r;
	struct buf b = { 0 };

	make_rows(d, &rows);
	total = total_row(&rows);
	add_run(&b, d->was_run);
	buf_add(&b, " → ");
	add_run(&b, d->is_run);
	fputs("# Page references: ", rep->out);
	markdown_text(rep->out, buf_str(&b));
	fputs("\n\n| subsystem | converted | progress | new | gone | changed | moved | new findings "
	      "| fixed |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
	      rep->out);
	vec_each (r, &rows)
		if (!is_dull(r))
			markdown_row(rep->out, r);
	markdown_row(rep->out, &total);
	print_lists(rep->out, &md_form, d);
	vec_release(&rows);
	buf_release(&b);
}

/* ---- mail ---- */

static void mail_finding(FILE *f, const struct diff_finding *x)
{
	const struct trace_step *t;
	struct buf b = { 0 };

	describe_finding(x, &b);
	fputs(x->state == DIFF_NEW ? ">> " : "   ", f);
	plain_text(f, buf_str(&b));
	fputc('\n', f);
	if (x->state == DIFF_NEW && x->is)
		vec_each (t, &x->is->trace) {
			buf_reset(&b);
			buf_addf(&b, "   %s:%u:%u: note: %s", t->path, t->line, t->col, t->text);
			plain_text(f, buf_str(&b));
			fputc('\n', f);
		}
	buf_release(&b);
}

static bool has_new(const struct diff *d, const char *path)
{
	const struct diff_finding *x;

	vec_each (x, &d->findings)
		if (x->state == DIFF_NEW && !strcmp(x->is->path, path))
			return true;
	return false;
}

void diff_mail(const struct report *rep, const struct diff *d)
{
	const struct diff_finding *x;
	FILE *f = rep->out;
	unsigned int fresh = 0, fixed = 0;

	vec_each (x, &d->findings) {
		fresh += x->state == DIFF_NEW;
		fixed += x->state == DIFF_GONE;
	}
	fprintf(f, "gupcheck: %u new and %u fixed findings on page references\n\n", fresh, fixed);
	fprintf(f, "tree:    %s\nversion: %s\n", d->is_run->tree, d->is_run->version);
	fprintf(f, "head:    %s\n", d->is_run->commit ? d->is_run->commit : "not a git tree");
	if (d->was_run)
		fprintf(f, "base:    %s%s%s\n", d->was_run->version, d->was_run->commit ? ", " : "",
			d->was_run->commit ? d->was_run->commit : "");
	else
		fputs("base:    a list of known findings\n", f);
	fprintf(f, "arch:    %s\n", d->is_run->arch);
	fputs("reproduce: gupcheck scan TREE && gupcheck report --findings\n", f);
	if (fresh)
		fputs("\nNew ones are marked with >>; others of the same files stand beside them.\n\n",
		      f);
	/* the known ones of a file that has a new one say where it stands */
	vec_each (x, &d->findings)
		if (x->is && (x->state == DIFF_NEW || x->state == DIFF_SAME) &&
		    has_new(d, x->is->path))
			mail_finding(f, x);
	list_findings(f, &text_form, d, "fixed:", DIFF_GONE);
	list_sites(f, &text_form, d, "converted:", DIFF_NR, true);
	if (fresh)
		fputs("\nIf you fix one of these in a separate patch, say so with Reported-by: and "
		      "Closes:.\nIf one is wrong: gupcheck review FINDING --verdict false --note "
		      "\"why\"\n",
		      f);
}
