// SPDX-License-Identifier: GPL-2.0-or-later
/* The contract for other programs: keys may be added, those that are there stay. */
#include <jansson.h>

#include "base/diag.h"
#include "reports/report.h"

#define REPORT_SCHEMA 1

/* A string, or null for NULL. */
static json_t *text(const char *s)
{
	struct buf b = { 0 };
	json_t *j;

	if (!s)
		return json_null();
	j = json_string(utf8_clean(&b, s));
	buf_release(&b);
	return j;
}

static json_t *number(unsigned long n)
{
	return json_integer((json_int_t)n);
}

static void put(json_t *o, const char *key, json_t *value)
{
	if (json_object_set_new(o, key, value))
		die("out of memory");
}

static json_t *strings(const strings_vec *v)
{
	json_t *a = json_array();

	for (size_t i = 0; i < v->n; i++)
		json_array_append_new(a, text(v->v[i]));
	return a;
}

static json_t *tree_object(const struct db_run *run)
{
	json_t *o = json_object();

	put(o, "path", text(run->tree));
	put(o, "version", text(run->version));
	put(o, "commit", text(run->commit));
	return o;
}

/* ---- run and coverage ---- */

static json_t *coverage_sites(const struct coverage *c, size_t total)
{
	json_t *o = json_object();

	put(o, "total", number(total));
	put(o, "cocci", number(c->cocci));
	put(o, "clang", number(c->clang));
	put(o, "sparse", number(c->sparse));
	put(o, "cocci_and_clang", number(c->both));
	put(o, "cocci_only", number(c->cocci_only));
	put(o, "clang_only", number(c->clang_only));
	return o;
}

static json_t *coverage_units(const struct coverage *c)
{
	json_t *o = json_object(), *reasons = json_array();
	const struct reason *x;

	put(o, "total", number(c->total_units));
	put(o, "clean", number(c->units[TRUST_CLEAN]));
	put(o, "recovered", number(c->units[TRUST_RECOVERED]));
	put(o, "not_parsed", number(c->units[TRUST_NOT_PARSED]));
	vec_each (x, &c->reasons) {
		json_t *r = json_object();

		put(r, "trust", text(trust_name(x->trust)));
		put(r, "reason", text(x->text));
		put(r, "units", number(x->units));
		json_array_append_new(reasons, r);
	}
	put(o, "reasons", reasons);
	return o;
}

/* Every unit that is not clean, so that nobody has to guess which. */
static json_t *unclean_units(const struct record *r)
{
	json_t *a = json_array();
	const struct unit *u;

	vec_each (u, &r->units) {
		json_t *o;

		if (u->trust == TRUST_CLEAN)
			continue;
		o = json_object();
		put(o, "path", text(u->path));
		put(o, "trust", text(trust_name(u->trust)));
		put(o, "reason", text(u->reason));
		put(o, "errors", number(u->errors));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *notice_list(const struct record *r)
{
	json_t *a = json_array();
	const struct notice *n;

	vec_each (n, &r->notices) {
		json_t *o = json_object();

		put(o, "kind", text(n->kind));
		put(o, "path", text(n->path));
		put(o, "text", text(n->text));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *coverage_object(const struct record *r)
{
	json_t *o = json_object();
	struct coverage c;

	coverage_init(&c, r);
	put(o, "sites", coverage_sites(&c, r->sites.n));
	put(o, "units", coverage_units(&c));
	put(o, "functions", number(c.functions));
	put(o, "touching_functions", number(c.touching));
	put(o, "unknown_nodes", number(c.unknown));
	put(o, "releases", number(r->releases.n));
	put(o, "not_clean", unclean_units(r));
	put(o, "notices", notice_list(r));
	coverage_release(&c);
	return o;
}

static json_t *run_object(const struct report *rep)
{
	json_t *o = json_object();

	put(o, "id", json_integer(rep->run->id));
	put(o, "finished", text(rep->run->finished));
	put(o, "arch", text(rep->run->arch));
	put(o, "objdir", text(rep->run->objdir));
	put(o, "digest", text(rep->run->digest));
	put(o, "coverage", coverage_object(rep->r));
	return o;
}

/* ---- sites and findings ---- */

static json_t *seen_by(unsigned int mask)
{
	static const char *const names[] = { "cocci", "clang", "sparse" };
	json_t *a = json_array();

	for (int i = 0; i < 3; i++)
		if (mask & 1u << i)
			json_array_append_new(a, text(names[i]));
	return a;
}

static json_t *site_releases(const struct site *s)
{
	json_t *a = json_array();
	const struct site_release *x;

	vec_each (x, &s->releases) {
		json_t *o = json_object();

		put(o, "path", text(x->path));
		put(o, "line", number(x->line));
		put(o, "column", number(x->col));
		put(o, "function", text(x->function));
		put(o, "api", text(x->api));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *steps(const trace_vec *v)
{
	json_t *a = json_array();
	const struct trace_step *t;

	vec_each (t, v) {
		json_t *o = json_object();

		put(o, "path", text(t->path));
		put(o, "line", number(t->line));
		put(o, "column", number(t->col));
		put(o, "text", text(t->text));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *site_paths(const struct site *s)
{
	json_t *a = json_array();
	const struct site_path *p;

	vec_each (p, &s->paths) {
		json_t *o = json_object();

		put(o, "kind", text(p->kind));
		put(o, "steps", steps(&p->steps));
		json_array_append_new(a, o);
	}
	return a;
}

/* A case, null where it is not decided. */
static json_t *site_case(int kase)
{
	return kase < 0 ? json_null() : json_integer(kase);
}

/* What a person said; null if nothing. */
static json_t *verdict_object(const struct verdict *v)
{
	json_t *o;

	if (!v)
		return json_null();
	o = json_object();
	put(o, "verdict", text(v->what));
	put(o, "note", text(v->note));
	put(o, "source", text(v->source));
	put(o, "place", text(v->place));
	put(o, "made", v->made && *v->made ? text(v->made) : json_null());
	return o;
}

static json_t *site_review(const struct site *s)
{
	json_t *o = verdict_object(s->verdict);

	if (s->verdict) {
		put(o, "case", site_case(s->verdict->kase));
		put(o, "analysed_status", text(s->analysed));
		put(o, "analysed_case", site_case(s->analysed_kase));
	}
	return o;
}

static json_t *site_object(const struct record *r, const struct site *s)
{
	static const strings_vec none;
	const struct path_info *p = record_path(r, s->path);
	json_t *o = json_object();

	put(o, "id", text(s->fingerprint));
	put(o, "path", text(s->path));
	put(o, "line", number(s->line));
	put(o, "column", number(s->col));
	put(o, "function", text(s->function));
	put(o, "api", text(s->api));
	put(o, "args", text(s->args));
	put(o, "subsystem", strings(p ? &p->subsystems : &none));
	put(o, "foll", text(s->foll));
	put(o, "role", text(s->role));
	put(o, "case", site_case(s->kase));
	put(o, "longterm", json_boolean(s->longterm));
	put(o, "write", text(s->write));
	put(o, "status", text(s->status));
	put(o, "confidence", json_real(s->confidence));
	put(o, "evidence", strings(&s->evidence));
	put(o, "seen_by", seen_by(s->seen_by));
	put(o, "releases", site_releases(s));
	put(o, "paths", site_paths(s));
	put(o, "review", site_review(s));
	return o;
}

static json_t *finding_object(const struct finding *f)
{
	json_t *o = json_object();

	put(o, "id", text(f->fingerprint));
	put(o, "rule", text(f->rule));
	put(o, "path", text(f->path));
	put(o, "line", number(f->line));
	put(o, "column", number(f->col));
	put(o, "function", text(f->function));
	put(o, "message", text(f->message));
	put(o, "confidence", json_real(f->confidence));
	put(o, "site", text(f->site));
	put(o, "trace", steps(&f->trace));
	put(o, "review", verdict_object(f->verdict));
	return o;
}

static json_t *finding_array(const finding_vec *v)
{
	json_t *a = json_array();
	const struct finding *f;

	vec_each (f, v)
		json_array_append_new(a, finding_object(f));
	return a;
}

int report_json(const struct report *rep)
{
	json_t *root = json_object(), *sites = json_array();
	const struct site *s;
	int bad;

	vec_each (s, &rep->r->sites)
		json_array_append_new(sites, site_object(rep->r, s));
	put(root, "schema", json_integer(REPORT_SCHEMA));
	put(root, "tree", tree_object(rep->run));
	put(root, "run", run_object(rep));
	put(root, "sites", sites);
	put(root, "findings", finding_array(&rep->r->findings));
	put(root, "suppressed", finding_array(&rep->r->suppressed));
	bad = json_dumpf(root, rep->out, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
	fputc('\n', rep->out);
	json_decref(root);
	return bad ? error("cannot write the output: is the disk full or the reader gone?") : 0;
}
