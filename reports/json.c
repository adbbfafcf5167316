// SPDX-License-Identifier: GPL-2.0-or-later
/* The contract for other programs: keys may be added, those that are there stay. */
#include "base/diag.h"
#include "reports/json.h"

#define REPORT_SCHEMA 1

static json_t *strings(const strings_vec *v)
{
	json_t *a = json_array();

	for (size_t i = 0; i < v->n; i++)
		json_array_append_new(a, j_text(v->v[i]));
	return a;
}

json_t *j_tree(const struct db_run *run)
{
	json_t *o = json_object();

	j_put(o, "path", j_text(run->tree));
	j_put(o, "version", j_text(run->version));
	j_put(o, "commit", j_text(run->commit));
	return o;
}

/* ---- run and coverage ---- */

static json_t *coverage_sites(const struct coverage *c, size_t total)
{
	json_t *o = json_object();

	j_put(o, "total", j_number(total));
	j_put(o, "cocci", j_number(c->cocci));
	j_put(o, "clang", j_number(c->clang));
	j_put(o, "sparse", j_number(c->sparse));
	j_put(o, "cocci_and_clang", j_number(c->both));
	j_put(o, "cocci_only", j_number(c->cocci_only));
	j_put(o, "clang_only", j_number(c->clang_only));
	return o;
}

static json_t *coverage_units(const struct coverage *c)
{
	json_t *o = json_object(), *reasons = json_array();
	const struct reason *x;

	j_put(o, "total", j_number(c->total_units));
	j_put(o, "clean", j_number(c->units[TRUST_CLEAN]));
	j_put(o, "recovered", j_number(c->units[TRUST_RECOVERED]));
	j_put(o, "not_parsed", j_number(c->units[TRUST_NOT_PARSED]));
	vec_each (x, &c->reasons) {
		json_t *r = json_object();

		j_put(r, "trust", j_text(trust_name(x->trust)));
		j_put(r, "reason", j_text(x->text));
		j_put(r, "units", j_number(x->units));
		json_array_append_new(reasons, r);
	}
	j_put(o, "reasons", reasons);
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
		j_put(o, "path", j_text(u->path));
		j_put(o, "trust", j_text(trust_name(u->trust)));
		j_put(o, "reason", j_text(u->reason));
		j_put(o, "errors", j_number(u->errors));
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

		j_put(o, "kind", j_text(n->kind));
		j_put(o, "path", j_text(n->path));
		j_put(o, "text", j_text(n->text));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *coverage_object(const struct record *r)
{
	json_t *o = json_object();
	struct coverage c;

	coverage_init(&c, r);
	j_put(o, "sites", coverage_sites(&c, r->sites.n));
	j_put(o, "units", coverage_units(&c));
	j_put(o, "functions", j_number(c.functions));
	j_put(o, "touching_functions", j_number(c.touching));
	j_put(o, "unknown_nodes", j_number(c.unknown));
	j_put(o, "releases", j_number(r->releases.n));
	j_put(o, "not_clean", unclean_units(r));
	j_put(o, "notices", notice_list(r));
	coverage_release(&c);
	return o;
}

static json_t *run_object(const struct report *rep)
{
	json_t *o = json_object();

	j_put(o, "id", json_integer(rep->run->id));
	j_put(o, "finished", j_text(rep->run->finished));
	j_put(o, "arch", j_text(rep->run->arch));
	j_put(o, "objdir", j_text(rep->run->objdir));
	j_put(o, "digest", j_text(rep->run->digest));
	j_put(o, "coverage", coverage_object(rep->r));
	return o;
}

/* ---- sites and findings ---- */

static json_t *seen_by(unsigned int mask)
{
	static const char *const names[] = { "cocci", "clang", "sparse" };
	json_t *a = json_array();

	for (int i = 0; i < 3; i++)
		if (mask & 1u << i)
			json_array_append_new(a, j_text(names[i]));
	return a;
}

static json_t *site_releases(const struct site *s)
{
	json_t *a = json_array();
	const struct site_release *x;

	vec_each (x, &s->releases) {
		json_t *o = json_object();

		j_put(o, "path", j_text(x->path));
		j_put(o, "line", j_number(x->line));
		j_put(o, "column", j_number(x->col));
		j_put(o, "function", j_text(x->function));
		j_put(o, "api", j_text(x->api));
		json_array_append_new(a, o);
	}
	return a;
}

json_t *j_steps(const trace_vec *v)
{
	json_t *a = json_array();
	const struct trace_step *t;

	vec_each (t, v) {
		json_t *o = json_object();

		j_put(o, "path", j_text(t->path));
		j_put(o, "line", j_number(t->line));
		j_put(o, "column", j_number(t->col));
		j_put(o, "text", j_text(t->text));
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

		j_put(o, "kind", j_text(p->kind));
		j_put(o, "steps", j_steps(&p->steps));
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
	j_put(o, "verdict", j_text(v->what));
	j_put(o, "note", j_text(v->note));
	j_put(o, "source", j_text(v->source));
	j_put(o, "place", j_text(v->place));
	j_put(o, "made", v->made && *v->made ? j_text(v->made) : json_null());
	return o;
}

static json_t *site_review(const struct site *s)
{
	json_t *o = verdict_object(s->verdict);

	if (s->verdict) {
		j_put(o, "case", site_case(s->verdict->kase));
		j_put(o, "analysed_status", j_text(s->analysed));
		j_put(o, "analysed_case", site_case(s->analysed_kase));
	}
	return o;
}

json_t *j_attempt(const struct conversion *c)
{
	json_t *o;

	if (!c)
		return json_null();
	o = json_object();
	j_put(o, "outcome", j_text(c->outcome));
	j_put(o, "target", *c->target ? j_text(c->target) : json_null());
	j_put(o, "longterm", json_boolean(c->longterm));
	j_put(o, "reason", *c->reason ? j_text(c->reason) : json_null());
	j_put(o, "patch", *c->subject ? j_text(c->subject) : json_null());
	j_put(o, "checks", strings(&c->checks));
	j_put(o, "made", j_text(c->made));
	return o;
}

json_t *j_site(const struct record *r, const struct site *s)
{
	static const strings_vec none;
	const struct path_info *p = record_path(r, s->path);
	json_t *o = json_object();

	j_put(o, "id", j_text(s->fingerprint));
	j_put(o, "path", j_text(s->path));
	j_put(o, "line", j_number(s->line));
	j_put(o, "column", j_number(s->col));
	j_put(o, "function", j_text(s->function));
	j_put(o, "api", j_text(s->api));
	j_put(o, "args", j_text(s->args));
	j_put(o, "subsystem", strings(p ? &p->subsystems : &none));
	j_put(o, "maintainers", strings(p ? &p->people : &none));
	j_put(o, "foll", j_text(s->foll));
	j_put(o, "role", j_text(s->role));
	j_put(o, "case", site_case(s->kase));
	j_put(o, "longterm", json_boolean(s->longterm));
	j_put(o, "write", j_text(s->write));
	j_put(o, "status", j_text(s->status));
	j_put(o, "confidence", json_real(s->confidence));
	j_put(o, "evidence", strings(&s->evidence));
	j_put(o, "seen_by", seen_by(s->seen_by));
	j_put(o, "releases", site_releases(s));
	j_put(o, "paths", site_paths(s));
	j_put(o, "review", site_review(s));
	j_put(o, "conversion", j_attempt(record_attempt(r, s, "conversion")));
	j_put(o, "dirtying", j_attempt(record_attempt(r, s, "dirtying")));
	return o;
}

json_t *j_finding(const struct finding *f)
{
	json_t *o = json_object();

	j_put(o, "id", j_text(f->fingerprint));
	j_put(o, "rule", j_text(f->rule));
	j_put(o, "path", j_text(f->path));
	j_put(o, "line", j_number(f->line));
	j_put(o, "column", j_number(f->col));
	j_put(o, "function", j_text(f->function));
	j_put(o, "message", j_text(f->message));
	j_put(o, "confidence", json_real(f->confidence));
	j_put(o, "site", j_text(f->site));
	j_put(o, "trace", j_steps(&f->trace));
	j_put(o, "review", verdict_object(f->verdict));
	return o;
}

static json_t *finding_array(const finding_vec *v)
{
	json_t *a = json_array();
	const struct finding *f;

	vec_each (f, v)
		json_array_append_new(a, j_finding(f));
	return a;
}

int j_print(FILE *f, json_t *root)
{
	int bad = json_dumpf(root, f, JSON_INDENT(2) | JSON_REAL_PRECISION(6));

	fputc('\n', f);
	json_decref(root);
	return bad ? error("cannot write the output: is the disk full or the reader gone?") : 0;
}

int report_json(const struct report *rep)
{
	json_t *root = json_object(), *sites = json_array();
	const struct site *s;

	vec_each (s, &rep->r->sites)
		json_array_append_new(sites, j_site(rep->r, s));
	j_put(root, "schema", json_integer(REPORT_SCHEMA));
	j_put(root, "tree", j_tree(rep->run));
	j_put(root, "run", run_object(rep));
	j_put(root, "sites", sites);
	j_put(root, "findings", finding_array(&rep->r->findings));
	j_put(root, "suppressed", finding_array(&rep->r->suppressed));
	return j_print(rep->out, root);
}
