// SPDX-License-Identifier: GPL-2.0-or-later
/* A run out of the database, as the record that went in. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/str.h"
#include "db/internal.h"

static const char *opt_text(const struct db_row *row, const char *column)
{
	return db_is_null(row, column) ? NULL : str_intern(db_text(row, column));
}

static const char *in_text(const struct db_row *row, const char *column)
{
	return str_intern(db_text(row, column));
}

static unsigned int in_uint(const struct db_row *row, const char *column)
{
	return (unsigned int)db_int(row, column);
}

static int read_digest(const struct db_row *row, void *ctx)
{
	*(char **)ctx = strdup(db_text(row, "digest"));
	return 0;
}

char *db_last_digest(struct db *db, const char *tree)
{
	const struct db_arg args[] = { DB_TEXT("tree", tree), DB_END };
	char *digest = NULL;

	db_query(db, "last-digest", args, read_digest, &digest);
	return digest;
}

static int read_run(const struct db_row *row, void *ctx)
{
	struct db_run *run = ctx;

	run->id = db_int(row, "id");
	run->tree = in_text(row, "tree");
	run->version = in_text(row, "version");
	run->commit = opt_text(row, "commit_id");
	run->arch = in_text(row, "arch");
	run->objdir = opt_text(row, "objdir");
	run->digest = in_text(row, "digest");
	run->finished = in_text(row, "finished");
	return 0;
}

int db_find_run(struct db *db, const char *tree, int64_t id, struct db_run *out)
{
	const struct db_arg args[] = { id ? (struct db_arg)DB_INT("id", id) :
					    (struct db_arg)DB_NULL("id"),
				       DB_TEXT("tree", tree), DB_END };

	*out = (struct db_run){ 0 };
	if (db_query(db, "find-run", args, read_run, out))
		return -1;
	if (out->id)
		return 0;
	if (id && tree)
		return error("the database has no run %lld of the tree '%s'", (long long)id, tree);
	if (id)
		return error("the database has no run %lld", (long long)id);
	if (tree)
		return error("the database has no run of the tree '%s'", tree);
	return error("the database has no complete run; run gupcheck scan");
}

int db_find_version(struct db *db, const char *tree, const char *version, struct db_run *out)
{
	const struct db_arg args[] = { DB_TEXT("version", version), DB_TEXT("tree", tree), DB_END };

	*out = (struct db_run){ 0 };
	if (db_query(db, "find-version", args, read_run, out))
		return -1;
	if (out->id)
		return 0;
	return error("the database has no run of Linux %s%s%s%s", version,
		     tree ? " of the tree '" : "", tree ? tree : "", tree ? "'" : "");
}

int db_find_earlier(struct db *db, const struct record *r, const char *finished, struct db_run *out)
{
	const struct db_arg args[] = { DB_TEXT("tree", r->tree ? r->tree : ""),
				       DB_TEXT("arch", r->arch ? r->arch : ""),
				       DB_TEXT("finished", finished), DB_END };

	*out = (struct db_run){ 0 };
	return db_query(db, "find-earlier", args, read_run, out);
}

static int add_run(const struct db_row *row, void *ctx)
{
	db_run_vec *out = ctx;
	struct db_run run = { 0 };

	read_run(row, &run);
	vec_push(out, run);
	return 0;
}

int db_all_runs(struct db *db, db_run_vec *out)
{
	return db_query(db, "list-runs", NULL, add_run, out);
}

int db_version_runs(struct db *db, const char *arch, db_run_vec *out)
{
	const struct db_arg args[] = { DB_TEXT("arch", arch), DB_END };

	return db_query(db, "list-version-runs", args, add_run, out);
}

int db_run_before(struct db *db, const struct db_run *run, struct db_run *out)
{
	const struct db_arg args[] = { DB_INT("id", run->id), DB_END };

	*out = (struct db_run){ 0 };
	if (db_query(db, "find-before", args, read_run, out))
		return -1;
	return out->id ? 0 :
			 error("there is no run of '%s' before run %lld", run->tree,
			       (long long)run->id);
}

/* ---- content ---- */

/**
 * struct loader - one load under way
 * @r: what is filled
 * @ids: row ids of the sites, later the findings, in the order of the vector
 * @next: element that the next child row is tried on first: both come sorted by id
 */
struct loader {
	struct record *r;
	VEC(int64_t) ids;
	size_t next;
};

/* Only a damaged file has rows that the schema does not allow. */
static int damaged(const char *what)
{
	return error("the database is damaged (%s); move it away and scan again", what);
}

/* The parent of a child row, both being sorted.  Return: false if there is none. */
static bool find_parent(struct loader *l, int64_t id)
{
	while (l->next < l->ids.n && l->ids.v[l->next] != id)
		l->next++;
	return l->next < l->ids.n;
}

static int load_file(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct path_info p = { .path = in_text(row, "path"),
			       .hash = strtoull(db_text(row, "hash"), NULL, 16) };

	vec_push(&l->r->paths, p);
	return 0;
}

static int load_subsystem(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	const char *path = db_text(row, "path");

	while (l->next < l->r->paths.n && strcmp(l->r->paths.v[l->next].path, path))
		l->next++;
	if (l->next == l->r->paths.n)
		return damaged("a subsystem without its file");
	vec_push(&l->r->paths.v[l->next].subsystems, in_text(row, "name"));
	return 0;
}

static int load_person(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	const char *path = db_text(row, "path");

	while (l->next < l->r->paths.n && strcmp(l->r->paths.v[l->next].path, path))
		l->next++;
	if (l->next == l->r->paths.n)
		return damaged("a maintainer without a file");
	vec_push(&l->r->paths.v[l->next].people, in_text(row, "name"));
	return 0;
}

static int load_site(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct site s = {
		.fingerprint = in_text(row, "fingerprint"),
		.path = in_text(row, "path"),
		.line = in_uint(row, "line"),
		.col = in_uint(row, "col"),
		.function = in_text(row, "function"),
		.api = in_text(row, "api"),
		.foll = in_text(row, "foll"),
		.role = in_text(row, "role"),
		.kase = db_is_null(row, "kase") ? -1 : (int)db_int(row, "kase"),
		.longterm = db_int(row, "longterm"),
		.write = in_text(row, "write"),
		.status = in_text(row, "status"),
		.confidence = db_real(row, "confidence"),
		.seen_by = in_uint(row, "seen_by"),
		.args = in_text(row, "args"),
	};

	if (s.kase > 5)
		return damaged("a site's case");
	vec_push(&l->r->sites, s);
	vec_push(&l->ids, db_int(row, "id"));
	return 0;
}

static int load_evidence(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;

	if (!find_parent(l, db_int(row, "site_id")))
		return damaged("evidence without its site");
	vec_push(&l->r->sites.v[l->next].evidence, in_text(row, "text"));
	return 0;
}

static int load_site_release(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct site_release x = {
		.path = in_text(row, "path"),
		.line = in_uint(row, "line"),
		.col = in_uint(row, "col"),
		.function = in_text(row, "function"),
		.api = in_text(row, "api"),
	};

	if (!find_parent(l, db_int(row, "site_id")))
		return damaged("a release without its site");
	vec_push(&l->r->sites.v[l->next].releases, x);
	return 0;
}

static int load_site_path(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct site_path p = { .kind = in_text(row, "kind") };

	if (!find_parent(l, db_int(row, "site_id")))
		return damaged("a path class without its site");
	vec_push(&l->r->sites.v[l->next].paths, p);
	return 0;
}

static int load_path_step(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	int64_t seq = db_int(row, "path_seq");
	struct trace_step t = {
		.path = in_text(row, "path"),
		.line = in_uint(row, "line"),
		.col = in_uint(row, "col"),
		.text = in_text(row, "text"),
	};
	site_path_vec *paths;

	if (!find_parent(l, db_int(row, "site_id")))
		return damaged("a step without its site");
	paths = &l->r->sites.v[l->next].paths;
	if (seq < 0 || (uint64_t)seq >= paths->n)
		return damaged("a step without its path class");
	vec_push(&paths->v[seq].steps, t);
	return 0;
}

static int load_finding(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct finding f = {
		.fingerprint = in_text(row, "fingerprint"),
		.rule = in_text(row, "rule"),
		.site = opt_text(row, "site"),
		.path = in_text(row, "path"),
		.line = in_uint(row, "line"),
		.col = in_uint(row, "col"),
		.function = in_text(row, "function"),
		.message = in_text(row, "message"),
		.confidence = db_real(row, "confidence"),
	};

	vec_push(&l->r->findings, f);
	vec_push(&l->ids, db_int(row, "id"));
	return 0;
}

static int load_step(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct trace_step t = {
		.path = in_text(row, "path"),
		.line = in_uint(row, "line"),
		.col = in_uint(row, "col"),
		.text = in_text(row, "text"),
	};

	if (!find_parent(l, db_int(row, "finding_id")))
		return damaged("a trace without its finding");
	vec_push(&l->r->findings.v[l->next].trace, t);
	return 0;
}

/* TRUST_NR if no degree of trust has that name. */
static enum trust trust_of(const char *name)
{
	int t;

	for (t = 0; t < TRUST_NR && strcmp(trust_name((enum trust)t), name); t++)
		;
	return (enum trust)t;
}

static int load_unit(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct unit u = {
		.path = in_text(row, "path"),
		.trust = trust_of(db_text(row, "trust")),
		.reason = in_text(row, "reason"),
		.functions = in_uint(row, "functions"),
		.touching = in_uint(row, "touching"),
		.unknown = in_uint(row, "unknown_nodes"),
		.errors = in_uint(row, "errors"),
	};

	if (u.trust == TRUST_NR)
		return damaged("a unit's degree of trust");
	vec_push(&l->r->units, u);
	return 0;
}

static int load_release(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct release x = {
		.path = in_text(row, "path"),
		.line = in_uint(row, "line"),
		.col = in_uint(row, "col"),
		.function = in_text(row, "function"),
		.api = in_text(row, "api"),
		.seen_by = in_uint(row, "seen_by"),
	};

	vec_push(&l->r->releases, x);
	return 0;
}

static int load_notice(const struct db_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct notice n = {
		.kind = in_text(row, "kind"),
		.path = in_text(row, "path"),
		.text = in_text(row, "text"),
	};

	vec_push(&l->r->notices, n);
	return 0;
}

int db_load_verdict(const struct db_row *row, void *ctx)
{
	verdict_vec *out = ctx;
	struct verdict v = {
		.fingerprint = in_text(row, "fingerprint"),
		.what = in_text(row, "what"),
		.kase = db_is_null(row, "kase") ? -1 : (int)db_int(row, "kase"),
		.note = in_text(row, "note"),
		.source = in_text(row, "source"),
		.place = in_text(row, "place"),
		.made = in_text(row, "made"),
		.rule = in_text(row, "rule"),
		.path = in_text(row, "path"),
		.function = in_text(row, "function"),
	};

	if (v.kase > 5)
		return damaged("a verdict's case");
	vec_push(out, v);
	return 0;
}

static int load_verdict(const struct db_row *row, void *ctx)
{
	return db_load_verdict(row, &((struct loader *)ctx)->r->verdicts);
}

static int load(struct db *db, const struct db_run *run, struct record *r, bool releases)
{
	static const struct {
		const char *query;
		db_row_fn fn;
		bool parents; /* its rows have children: collect their ids anew */
	} parts[] = {
		{ "load-files", load_file, false },
		{ "load-subsystems", load_subsystem, false },
		{ "load-people", load_person, false },
		{ "load-sites", load_site, true },
		{ "load-evidence", load_evidence, false },
		{ "load-site-releases", load_site_release, false },
		{ "load-site-paths", load_site_path, false },
		{ "load-site-path-steps", load_path_step, false },
		{ "load-findings", load_finding, true },
		{ "load-trace", load_step, false },
		{ "load-units", load_unit, false },
		{ "load-releases", load_release, false },
		{ "load-notices", load_notice, false },
		{ "load-run-verdicts", load_verdict, false },
		{ "load-run-reviews", load_verdict, false },
	};
	const struct db_arg args[] = { DB_INT("run", run->id), DB_END };
	struct loader l = { .r = r };
	int rc = 0;

	r->tree = run->tree;
	r->version = run->version;
	r->commit = run->commit;
	r->arch = run->arch;
	r->objdir = run->objdir;
	r->digest = run->digest;
	for (size_t i = 0; !rc && i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].fn == load_release && !releases)
			continue;
		l.next = 0;
		if (parts[i].parents)
			l.ids.n = 0;
		rc = db_query(db, parts[i].query, args, parts[i].fn, &l);
	}
	vec_release(&l.ids);
	return rc ? rc : db_last_conversions(db, run->id, &r->conversions);
}

int db_load(struct db *db, const struct db_run *run, struct record *r)
{
	return load(db, run, r, true);
}

int db_load_sites(struct db *db, const struct db_run *run, struct record *r)
{
	return load(db, run, r, false);
}
