// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/html.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "reports/diff.h"
#include "reports/json.h"
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
 * @lines: those that something shows, by number
 */
struct page_file {
	const char *path;
	json_t *lines;
};

/**
 * struct page_run - one version under way
 * @words: texts of all versions, by number
 * @steps: steps of this one, by number: many paths have the same
 * @chain: of each site: a number that it has in all versions
 */
struct page_run {
	const struct record *r;
	struct sources s;
	VEC(struct page_file) files;
	struct share *words, steps;
	const long *chain;
};

static json_t *word(struct page_run *p, const char *text)
{
	return j_number(share_text(p->words, text));
}

/* ---- files and lines ---- */

static size_t file_index(struct page_run *p, const char *path)
{
	size_t i;

	/* paths of a record are interned */
	for (i = 0; i < p->files.n; i++)
		if (p->files.v[i].path == path)
			return i;
	vec_push(&p->files, ((struct page_file){ path, json_object() }));
	return i;
}

/* Ask for a line and those around it. */
static size_t want_lines(struct page_run *p, const char *path, unsigned int line,
			 unsigned int around)
{
	const struct source *src = source_get(&p->s, path);
	size_t i = file_index(p, path);
	unsigned int nr = line > around ? line - around : 1;

	for (; line && nr <= line + around; nr++) {
		struct buf b = { 0 };
		char key[16];
		const char *text;
		size_t n;

		if (!src->there || nr >= src->starts.n)
			break;
		snprintf(key, sizeof(key), "%u", nr);
		if (json_object_get(p->files.v[i].lines, key))
			continue;
		n = source_line(src, nr, &text);
		buf_addn(&b, text, n);
		j_put(p->files.v[i].lines, key, word(p, buf_str(&b)));
		buf_release(&b);
	}
	return i;
}

static json_t *word_list(struct page_run *p, const strings_vec *v)
{
	json_t *a = json_array();

	for (size_t i = 0; v && i < v->n; i++)
		j_add(a, word(p, v->v[i]));
	return a;
}

static json_t *file_list(struct page_run *p)
{
	json_t *a = json_array();

	for (size_t i = 0; i < p->files.n; i++) {
		const struct path_info *info = record_path(p->r, p->files.v[i].path);
		const struct source *src = source_get(&p->s, p->files.v[i].path);
		json_t *o = json_object();

		j_put(o, "path", j_text(p->files.v[i].path));
		j_put(o, "subsystems", word_list(p, info ? &info->subsystems : NULL));
		j_put(o, "people", word_list(p, info ? &info->people : NULL));
		/* other lines than the run has read would be shown as if they were those */
		j_put(o, "lines", src->changed ? json_object() : p->files.v[i].lines);
		if (src->changed)
			json_decref(p->files.v[i].lines);
		j_put(o, "note",
		      !src->there  ? j_text("was not in the tree when this was written") :
		      src->changed ? j_text("has changed since the run") :
				     json_null());
		j_add(a, o);
	}
	return a;
}

static json_t *step_list(struct page_run *p, const trace_vec *v, unsigned int around)
{
	json_t *a = json_array();
	const struct trace_step *t;

	vec_each (t, v) {
		size_t step[] = { want_lines(p, t->path, t->line, around), t->line, t->col,
				  share_text(p->words, t->text) };
		json_t *o = json_array();

		for (size_t i = 0; i < sizeof(step) / sizeof(step[0]); i++)
			j_add(o, j_number(step[i]));
		j_add(a, j_number(share_put(&p->steps, step, sizeof(step), o)));
	}
	return a;
}

/* ---- sites and findings ---- */

static json_t *review(const struct verdict *v)
{
	struct buf b = { 0 };
	json_t *o;

	if (!v)
		return json_null();
	o = json_object();
	j_put(o, "what", j_text(v->what));
	j_put(o, "note", j_text(v->note));
	j_put(o, "origin", j_text(verdict_origin(&b, v)));
	buf_release(&b);
	return o;
}

static json_t *release_list(struct page_run *p, const release_vec *v)
{
	json_t *a = json_array();
	const struct site_release *x;

	vec_each (x, v) {
		json_t *o = json_array();

		j_add(o, j_number(want_lines(p, x->path, x->line, STEP_CONTEXT)));
		j_add(o, j_number(x->line));
		j_add(o, j_number(x->col));
		j_add(o, j_text(x->function));
		j_add(o, j_text(x->api));
		j_add(a, o);
	}
	return a;
}

static json_t *path_list(struct page_run *p, const site_path_vec *v)
{
	json_t *a = json_array();
	const struct site_path *x;

	vec_each (x, v) {
		json_t *o = json_array();

		j_add(o, word(p, x->kind));
		j_add(o, step_list(p, &x->steps, 0));
		j_add(a, o);
	}
	return a;
}

static json_t *seen_list(unsigned int mask)
{
	static const char *const names[] = { "cocci", "clang", "sparse" };
	json_t *a = json_array();

	for (int i = 0; i < 3; i++)
		if (mask & 1u << i)
			j_add(a, j_text(names[i]));
	return a;
}

static json_t *text_list(const strings_vec *v)
{
	json_t *a = json_array();

	for (size_t i = 0; i < v->n; i++)
		j_add(a, j_text(v->v[i]));
	return a;
}

static json_t *attempt(const struct record *r, const struct site *s, const char *kind)
{
	const struct conversion *c = record_attempt(r, s, kind);
	struct buf b = { 0 };
	json_t *o;

	if (!c)
		return json_null();
	o = json_object();
	j_put(o, "outcome", j_text(c->outcome));
	j_put(o, "text", j_text(attempt_text(&b, c)));
	j_put(o, "patch", j_text(c->subject));
	j_put(o, "checks", text_list(&c->checks));
	j_put(o, "made", j_text(c->made));
	buf_release(&b);
	return o;
}

static json_t *site_data(struct page_run *p, size_t n)
{
	const struct site *s = &p->r->sites.v[n];
	json_t *o = json_object();

	j_put(o, "n", j_number(n));
	j_put(o, "id", j_text(s->fingerprint));
	j_put(o, "chain", json_integer(p->chain[n]));
	j_put(o, "file", j_number(want_lines(p, s->path, s->line, SITE_CONTEXT)));
	j_put(o, "line", j_number(s->line));
	j_put(o, "col", j_number(s->col));
	j_put(o, "fn", j_text(s->function));
	j_put(o, "api", j_text(s->api));
	j_put(o, "args", j_text(s->args));
	j_put(o, "foll", j_text(s->foll));
	j_put(o, "role", j_text(s->role));
	j_put(o, "case", s->kase < 0 ? json_null() : json_integer(s->kase));
	j_put(o, "longterm", json_boolean(s->longterm));
	j_put(o, "write", j_text(s->write));
	j_put(o, "status", j_text(status_of(s->status) == ST_NR ? "unknown" : s->status));
	j_put(o, "analysed", s->verdict ? j_text(s->analysed) : json_null());
	j_put(o, "conf", json_real(s->confidence));
	j_put(o, "seen", seen_list(s->seen_by));
	j_put(o, "ev", word_list(p, &s->evidence));
	j_put(o, "rel", release_list(p, &s->releases));
	j_put(o, "paths", path_list(p, &s->paths));
	j_put(o, "review", review(s->verdict));
	j_put(o, "conv", attempt(p->r, s, "conversion"));
	j_put(o, "dirt", attempt(p->r, s, "dirtying"));
	return o;
}

static json_t *finding_data(struct page_run *p, const struct finding *f, size_t n)
{
	json_t *o = json_object();

	j_put(o, "n", j_number(n));
	j_put(o, "id", j_text(f->fingerprint));
	j_put(o, "rule", j_text(f->rule));
	j_put(o, "file", j_number(want_lines(p, f->path, f->line, SITE_CONTEXT)));
	j_put(o, "line", j_number(f->line));
	j_put(o, "col", j_number(f->col));
	j_put(o, "fn", j_text(f->function));
	j_put(o, "msg", j_text(f->message));
	j_put(o, "conf", json_real(f->confidence));
	j_put(o, "site", j_text(f->site));
	j_put(o, "trace", step_list(p, &f->trace, STEP_CONTEXT));
	j_put(o, "suppressed", json_boolean(verdict_suppresses(f->verdict)));
	j_put(o, "review", review(f->verdict));
	return o;
}

/* ---- runs ---- */

static void put_coverage(json_t *o, const struct record *r)
{
	json_t *units = json_object(), *reasons = json_array(), *notices = json_array();
	const struct reason *x;
	const struct notice *n;
	struct coverage c;

	coverage_init(&c, r);
	j_put(units, "total", j_number(c.total_units));
	j_put(units, "clean", j_number(c.units[TRUST_CLEAN]));
	j_put(units, "recovered", j_number(c.units[TRUST_RECOVERED]));
	j_put(units, "not_parsed", j_number(c.units[TRUST_NOT_PARSED]));
	vec_each (x, &c.reasons) {
		json_t *a = json_array();

		j_add(a, j_text(trust_name(x->trust)));
		j_add(a, j_text(x->text));
		j_add(a, j_number(x->units));
		j_add(reasons, a);
	}
	j_put(units, "reasons", reasons);
	vec_each (n, &r->notices) {
		json_t *a = json_array();

		j_add(a, j_text(n->kind));
		j_add(a, j_text(n->path));
		j_add(a, j_text(n->text));
		j_add(notices, a);
	}
	j_put(o, "units", units);
	j_put(o, "functions", j_number(c.functions));
	j_put(o, "touching", j_number(c.touching));
	j_put(o, "notices", notices);
	coverage_release(&c);
}

static json_t *run_data(const struct html_run *h, const long *chain, struct share *words)
{
	struct page_run p = { .r = &h->r, .s.r = &h->r, .words = words, .chain = chain };
	json_t *o = json_object(), *sites = json_array(), *findings = json_array();
	struct buf name = { 0 };
	size_t i;

	share_init(&p.steps);
	buf_addf(&name, "%s, %s", h->run.version, h->run.arch);
	j_put(o, "name", j_text(buf_str(&name)));
	j_put(o, "version", j_text(h->run.version));
	j_put(o, "arch", j_text(h->run.arch));
	j_put(o, "tree", j_text(h->run.tree));
	j_put(o, "commit", j_text(h->run.commit));
	j_put(o, "finished", j_text(h->run.finished));
	for (i = 0; i < h->r.sites.n; i++)
		j_add(sites, site_data(&p, i));
	for (i = 0; i < h->r.findings.n; i++)
		j_add(findings, finding_data(&p, &h->r.findings.v[i], i));
	for (i = 0; i < h->r.suppressed.n; i++)
		j_add(findings, finding_data(&p, &h->r.suppressed.v[i], h->r.findings.n + i));
	j_put(o, "sites", sites);
	j_put(o, "findings", findings);
	put_coverage(o, &h->r);
	j_put(o, "files", file_list(&p));
	j_put(o, "steps", json_incref(p.steps.list));
	share_release(&p.steps);
	sources_release(&p.s);
	vec_release(&p.files);
	buf_release(&name);
	return o;
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

static json_t *rule_list(void)
{
	json_t *a = json_array();

	for (size_t i = 0; i < rules_nr; i++) {
		const struct rule_page *p = rule_page(rules_all[i]->id);
		json_t *o = json_object();

		j_put(o, "id", j_text(rules_all[i]->id));
		j_put(o, "title", j_text(rules_all[i]->title));
		j_put(o, "grade", j_text(rule_grade_name(rules_all[i]->grade)));
		j_put(o, "page", j_text(p ? p->page : ""));
		j_add(a, o);
	}
	return a;
}

/* JSON inside of a script element: nothing in it may look like markup. */
static int put_data(const char *text, size_t n, void *ctx)
{
	FILE *out = ctx;

	while (n) {
		size_t plain = 0;

		while (plain < n && text[plain] != '<' && text[plain] != '>' && text[plain] != '&')
			plain++;
		fwrite_unlocked(text, 1, plain, out);
		if (plain < n)
			fprintf(out, "\\u%04x", (unsigned int)text[plain++]);
		text += plain;
		n -= plain;
	}
	return 0;
}

/* Run by run: all of it at once would be a large heap. */
static void put_root(FILE *out, const struct html_run *runs, size_t n, size_t shown)
{
	const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(6);
	long **chain = make_chains(runs, n);
	json_t *rules = rule_list();
	struct share words;

	share_init(&words);
	fprintf(out, "{\"gupcheck\":\"%s\",\"main\":%zu,\"rules\":", GUPCHECK_VERSION, shown);
	json_dump_callback(rules, put_data, out, flags);
	json_decref(rules);
	fputs(",\"runs\":[", out);
	for (size_t i = 0; i < n; i++) {
		json_t *run = run_data(&runs[i], chain[i], &words);

		fputs(i ? "," : "", out);
		json_dump_callback(run, put_data, out, flags);
		json_decref(run);
		free(chain[i]);
	}
	fputs("],\"words\":", out);
	json_dump_callback(words.list, put_data, out, flags);
	fputs("}", out);
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
