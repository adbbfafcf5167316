// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/html.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "reports/diff.h"
#include "reports/emit.h"
#include "reports/lines.h"
#include "reports/pages.h"
#include "reports/share.h"
#include "rules/rules.h"

#include "html_parts.inc"

#define SITE_CONTEXT 4
#define STEP_CONTEXT 1

int version_cmp(const char *a, const char *b)
{
	const char *start = a;

	while (*a && *b) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			unsigned long x = strtoul(a, (char **)&a, 10);
			unsigned long y = strtoul(b, (char **)&b, 10);

			if (x != y)
				return x < y ? -1 : 1;
		} else if (*a != *b) {
			/* a release candidate comes before everything else of that number */
			if (*a == '-' || *b == '-')
				return *a == '-' ? -1 : 1;
			return *a < *b ? -1 : 1;
		} else {
			a++;
			b++;
		}
	}
	if (!*a && !*b)
		return 0;
	if (a != start && (*a == '-' || *b == '-'))
		return *a == '-' ? -1 : 1;
	return *a ? 1 : -1;
}

/**
 * struct page_file - a source file as the page has it
 * @seen: of each line whether @lines has it
 * @lines: those that something shows, by number
 */
struct page_file {
	const char *path;
	const struct source *src;
	bool *seen;
	struct buf lines;
};

/**
 * struct page_run - one version under way
 * @out: what is written of it
 * @words: texts of all versions, by number
 * @steps: steps of this one, by number: many paths have the same
 * @chain: of each site: a number that it has in all versions
 */
struct page_run {
	const struct record *r;
	struct buf out;
	struct sources s;
	VEC(struct page_file) files;
	struct share *words, steps;
	const long *chain;
};

/* ---- one member of an object each ---- */

static void put_text(struct buf *b, const char *key, const char *text)
{
	emit_key(b, key);
	emit_text(b, text);
}

static void put_number(struct buf *b, const char *key, unsigned long n)
{
	emit_key(b, key);
	emit_number(b, n);
}

static void put_bool(struct buf *b, const char *key, bool v)
{
	emit_key(b, key);
	emit_bool(b, v);
}

static void put_words(struct page_run *p, const char *key, const strings_vec *v)
{
	emit_key(&p->out, key);
	emit_open(&p->out, '[');
	for (size_t i = 0; v && i < v->n; i++)
		emit_number(&p->out, share_text(p->words, v->v[i], strlen(v->v[i])));
	emit_close(&p->out, ']');
}

/* ---- files and lines ---- */

static size_t file_index(struct page_run *p, const char *path)
{
	struct page_file f = { .path = path };
	size_t i;

	/* paths of a record are interned */
	for (i = 0; i < p->files.n; i++)
		if (p->files.v[i].path == path)
			return i;
	f.src = source_get(&p->s, path);
	f.seen = calloc(f.src->starts.n + 1, sizeof(*f.seen));
	if (!f.seen)
		die("out of memory");
	vec_push(&p->files, f);
	return i;
}

/* Ask for a line and those around it. */
static size_t want_lines(struct page_run *p, const char *path, unsigned int line,
			 unsigned int around)
{
	size_t i = file_index(p, path);
	struct page_file *f = &p->files.v[i];
	unsigned int nr = line > around ? line - around : 1;

	for (; line && nr <= line + around; nr++) {
		char key[16];
		const char *text;
		size_t n;

		if (!f->src->there || nr >= f->src->starts.n)
			break;
		if (f->seen[nr])
			continue;
		f->seen[nr] = true;
		n = source_line(f->src, nr, &text);
		snprintf(key, sizeof(key), "%u", nr);
		put_number(&f->lines, key, share_text(p->words, text, strnlen(text, n)));
	}
	return i;
}

static void put_files(struct page_run *p)
{
	struct buf *b = &p->out;
	const struct page_file *f;

	emit_key(b, "files");
	emit_open(b, '[');
	vec_each (f, &p->files) {
		const struct path_info *info = record_path(p->r, f->path);

		emit_open(b, '{');
		put_text(b, "path", f->path);
		put_words(p, "subsystems", info ? &info->subsystems : NULL);
		put_words(p, "people", info ? &info->people : NULL);
		emit_key(b, "lines");
		emit_open(b, '{');
		/* other lines than the run has read would be shown as if they were those */
		if (!f->src->changed)
			buf_addn(b, buf_str(&f->lines), f->lines.len);
		emit_close(b, '}');
		put_text(b, "note",
			 !f->src->there	 ? "was not in the tree when this was written" :
			 f->src->changed ? "has changed since the run" :
					   NULL);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void put_steps(struct page_run *p, const trace_vec *v, unsigned int around)
{
	const struct trace_step *t;

	emit_open(&p->out, '[');
	vec_each (t, v) {
		size_t step[] = { want_lines(p, t->path, t->line, around), t->line, t->col,
				  share_text(p->words, t->text, strlen(t->text)) };
		size_t index;

		if (share_put(&p->steps, step, sizeof(step), &index)) {
			emit_open(&p->steps.list, '[');
			for (size_t i = 0; i < sizeof(step) / sizeof(step[0]); i++)
				emit_number(&p->steps.list, step[i]);
			emit_close(&p->steps.list, ']');
		}
		emit_number(&p->out, index);
	}
	emit_close(&p->out, ']');
}

/* ---- sites and findings ---- */

static void put_review(struct buf *b, const struct verdict *v)
{
	struct buf origin = { 0 };

	emit_key(b, "review");
	if (!v) {
		emit_null(b);
		return;
	}
	emit_open(b, '{');
	put_text(b, "what", v->what);
	put_text(b, "note", v->note);
	put_text(b, "origin", verdict_origin(&origin, v));
	emit_close(b, '}');
	buf_release(&origin);
}

static void put_releases(struct page_run *p, const release_vec *v)
{
	const struct site_release *x;
	struct buf *b = &p->out;

	emit_key(b, "rel");
	emit_open(b, '[');
	vec_each (x, v) {
		emit_open(b, '[');
		emit_number(b, want_lines(p, x->path, x->line, STEP_CONTEXT));
		emit_number(b, x->line);
		emit_number(b, x->col);
		emit_text(b, x->function);
		emit_text(b, x->api);
		emit_close(b, ']');
	}
	emit_close(b, ']');
}

static void put_paths(struct page_run *p, const site_path_vec *v)
{
	const struct site_path *x;
	struct buf *b = &p->out;

	emit_key(b, "paths");
	emit_open(b, '[');
	vec_each (x, v) {
		emit_open(b, '[');
		emit_number(b, share_text(p->words, x->kind, strlen(x->kind)));
		put_steps(p, &x->steps, 0);
		emit_close(b, ']');
	}
	emit_close(b, ']');
}

static void put_seen(struct buf *b, unsigned int mask)
{
	static const char *const names[] = { "cocci", "clang", "sparse" };

	emit_key(b, "seen");
	emit_open(b, '[');
	for (int i = 0; i < 3; i++)
		if (mask & 1u << i)
			emit_text(b, names[i]);
	emit_close(b, ']');
}

static void put_attempt(struct page_run *p, const char *key, const struct site *s, const char *kind)
{
	const struct conversion *c = record_attempt(p->r, s, kind);
	struct buf *b = &p->out, text = { 0 };

	emit_key(b, key);
	if (!c) {
		emit_null(b);
		return;
	}
	emit_open(b, '{');
	put_text(b, "outcome", c->outcome);
	put_text(b, "text", attempt_text(&text, c));
	put_text(b, "patch", c->subject);
	emit_key(b, "checks");
	emit_open(b, '[');
	for (size_t i = 0; i < c->checks.n; i++)
		emit_text(b, c->checks.v[i]);
	emit_close(b, ']');
	put_text(b, "made", c->made);
	emit_close(b, '}');
	buf_release(&text);
}

static void put_site(struct page_run *p, size_t n)
{
	const struct site *s = &p->r->sites.v[n];
	struct buf *b = &p->out;

	emit_open(b, '{');
	put_number(b, "n", n);
	put_text(b, "id", s->fingerprint);
	put_number(b, "chain", (unsigned long)p->chain[n]);
	put_number(b, "file", want_lines(p, s->path, s->line, SITE_CONTEXT));
	put_number(b, "line", s->line);
	put_number(b, "col", s->col);
	put_text(b, "fn", s->function);
	put_text(b, "api", s->api);
	put_text(b, "args", s->args);
	put_text(b, "foll", s->foll);
	put_text(b, "role", s->role);
	emit_key(b, "case");
	if (s->kase < 0)
		emit_null(b);
	else
		emit_number(b, (unsigned long)s->kase);
	put_bool(b, "longterm", s->longterm);
	put_text(b, "write", s->write);
	put_text(b, "status", status_of(s->status) == ST_NR ? "unknown" : s->status);
	put_text(b, "analysed", s->verdict ? s->analysed : NULL);
	emit_key(b, "conf");
	emit_real(b, s->confidence);
	put_seen(b, s->seen_by);
	put_words(p, "ev", &s->evidence);
	put_releases(p, &s->releases);
	put_paths(p, &s->paths);
	put_review(b, s->verdict);
	put_attempt(p, "conv", s, "conversion");
	put_attempt(p, "dirt", s, "dirtying");
	emit_close(b, '}');
}

static void put_finding(struct page_run *p, const struct finding *f, size_t n)
{
	struct buf *b = &p->out;

	emit_open(b, '{');
	put_number(b, "n", n);
	put_text(b, "id", f->fingerprint);
	put_text(b, "rule", f->rule);
	put_number(b, "file", want_lines(p, f->path, f->line, SITE_CONTEXT));
	put_number(b, "line", f->line);
	put_number(b, "col", f->col);
	put_text(b, "fn", f->function);
	put_text(b, "msg", f->message);
	emit_key(b, "conf");
	emit_real(b, f->confidence);
	put_text(b, "site", f->site);
	emit_key(b, "trace");
	put_steps(p, &f->trace, STEP_CONTEXT);
	put_bool(b, "suppressed", verdict_suppresses(f->verdict));
	put_review(b, f->verdict);
	emit_close(b, '}');
}

/* ---- runs ---- */

static void put_units(struct buf *b, const struct coverage *c)
{
	const struct reason *x;

	emit_key(b, "units");
	emit_open(b, '{');
	put_number(b, "total", c->total_units);
	put_number(b, "clean", c->units[TRUST_CLEAN]);
	put_number(b, "recovered", c->units[TRUST_RECOVERED]);
	put_number(b, "not_parsed", c->units[TRUST_NOT_PARSED]);
	emit_key(b, "reasons");
	emit_open(b, '[');
	vec_each (x, &c->reasons) {
		emit_open(b, '[');
		emit_text(b, trust_name(x->trust));
		emit_text(b, x->text);
		emit_number(b, x->units);
		emit_close(b, ']');
	}
	emit_close(b, ']');
	emit_close(b, '}');
}

static void put_coverage(struct buf *b, const struct record *r)
{
	const struct notice *n;
	struct coverage c;

	coverage_init(&c, r);
	put_units(b, &c);
	put_number(b, "functions", c.functions);
	put_number(b, "touching", c.touching);
	emit_key(b, "notices");
	emit_open(b, '[');
	vec_each (n, &r->notices) {
		emit_open(b, '[');
		emit_text(b, n->kind);
		emit_text(b, n->path);
		emit_text(b, n->text);
		emit_close(b, ']');
	}
	emit_close(b, ']');
	coverage_release(&c);
}

static void put_head(struct buf *b, const struct db_run *run)
{
	struct buf name = { 0 };

	buf_addf(&name, "%s, %s", run->version, run->arch);
	put_text(b, "name", buf_str(&name));
	put_text(b, "version", run->version);
	put_text(b, "arch", run->arch);
	put_text(b, "tree", run->tree);
	put_text(b, "commit", run->commit);
	put_text(b, "finished", run->finished);
	buf_release(&name);
}

static void put_content(struct page_run *p)
{
	const struct record *r = p->r;
	struct buf *b = &p->out;

	emit_key(b, "sites");
	emit_open(b, '[');
	for (size_t i = 0; i < r->sites.n; i++)
		put_site(p, i);
	emit_close(b, ']');
	emit_key(b, "findings");
	emit_open(b, '[');
	for (size_t i = 0; i < r->findings.n; i++)
		put_finding(p, &r->findings.v[i], i);
	for (size_t i = 0; i < r->suppressed.n; i++)
		put_finding(p, &r->suppressed.v[i], r->findings.n + i);
	emit_close(b, ']');
}

static void put_run(FILE *out, const struct html_run *h, const long *chain, struct share *words)
{
	struct page_run p = { .r = &h->r, .s.r = &h->r, .words = words, .chain = chain };
	struct page_file *f;

	emit_open(&p.out, '{');
	put_head(&p.out, &h->run);
	put_content(&p);
	put_coverage(&p.out, &h->r);
	put_files(&p);
	emit_key(&p.out, "steps");
	emit_open(&p.out, '[');
	buf_addn(&p.out, buf_str(&p.steps.list), p.steps.list.len);
	emit_close(&p.out, ']');
	emit_close(&p.out, '}');
	fwrite(buf_str(&p.out), 1, p.out.len, out);
	vec_each (f, &p.files) {
		free(f->seen);
		buf_release(&f->lines);
	}
	share_release(&p.steps);
	sources_release(&p.s);
	vec_release(&p.files);
	buf_release(&p.out);
}

/* Each site gets the number that it had in the version before. */
static long **make_chains(const struct html_run *runs, size_t n)
{
	long **chain = calloc(n, sizeof(*chain)), next = 0;

	if (!chain)
		die("out of memory");
	for (size_t i = 0; i < n; i++) {
		size_t sites = runs[i].r.sites.n;

		chain[i] = calloc(sites + 1, sizeof(**chain));
		if (!chain[i])
			die("out of memory");
		for (size_t k = 0; k < sites; k++)
			chain[i][k] = -1;
		if (i)
			match_sites(&runs[i - 1].r, &runs[i].r, chain[i]);
		for (size_t k = 0; k < sites; k++)
			chain[i][k] = chain[i][k] < 0 ? next++ : chain[i - 1][chain[i][k]];
	}
	return chain;
}

static void put_rules(FILE *out)
{
	struct buf b = { 0 };

	emit_open(&b, '[');
	for (size_t i = 0; i < rules_nr; i++) {
		const struct rule_page *p = rule_page(rules_all[i]->id);

		emit_open(&b, '{');
		put_text(&b, "id", rules_all[i]->id);
		put_text(&b, "title", rules_all[i]->title);
		put_text(&b, "grade", rule_grade_name(rules_all[i]->grade));
		put_text(&b, "page", p ? p->page : "");
		emit_close(&b, '}');
	}
	emit_close(&b, ']');
	fwrite(buf_str(&b), 1, b.len, out);
	buf_release(&b);
}

static void put_root(FILE *out, const struct html_run *runs, size_t n, size_t shown)
{
	long **chain = make_chains(runs, n);
	struct share words = { 0 };

	fprintf(out, "{\"gupcheck\":\"%s\",\"main\":%zu,\"rules\":", GUPCHECK_VERSION, shown);
	put_rules(out);
	fputs(",\"runs\":[", out);
	for (size_t i = 0; i < n; i++) {
		fputs(i ? "," : "", out);
		put_run(out, &runs[i], chain[i], &words);
		free(chain[i]);
	}
	fputs("],\"words\":[", out);
	fwrite(buf_str(&words.list), 1, words.list.len, out);
	fputs("]}", out);
	share_release(&words);
	free(chain);
}

int report_html(FILE *out, const struct html_run *runs, size_t n, size_t shown)
{
	const char *style = strstr(text_page_html, "@STYLE@");
	const char *data = strstr(text_page_html, "@DATA@");
	const char *script = strstr(text_page_html, "@SCRIPT@");

	BUG_ON(!style || !data || !script);
	fwrite(text_page_html, 1, (size_t)(style - text_page_html), out);
	fputs(text_style_css, out);
	style += strlen("@STYLE@");
	fwrite(style, 1, (size_t)(data - style), out);
	put_root(out, runs, n, shown);
	data += strlen("@DATA@");
	fwrite(data, 1, (size_t)(script - data), out);
	fputs(text_app_js, out);
	fputs(script + strlen("@SCRIPT@"), out);
	return ferror(out) ?
		       error("cannot write the output: is the disk full or the reader gone?") :
		       0;
}
