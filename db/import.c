// SPDX-License-Identifier: GPL-2.0-or-later
/* A record into the database: one run, one transaction. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "db/internal.h"
#include "solve/match.h"

/* Ids that were looked up already, by what they stand for and their text. */
struct known_id {
	UT_hash_handle hh;
	int64_t id;
	char key[];
};

struct site_id {
	UT_hash_handle hh;
	const char *fingerprint;
	int64_t id;
};

/**
 * struct import - one import under way
 * @mem: the table entries
 * @ids: rows of files, functions, apis, rules and subsystems
 * @sites: rows of this run's sites, by fingerprint
 * @key: scratch for the keys of @ids
 * @finished: when the run was finished, NULL: this moment
 * @renames: what had another fingerprint in the run before
 */
struct import {
	struct db *db;
	struct arena mem;
	struct known_id *ids;
	struct site_id *sites;
	struct buf key;
	int64_t run;
	const char *finished;
	rename_vec renames;
};

static const char *text(const char *s)
{
	return s ? s : "";
}

/* The row of @name, made if needed by query @insert with @args; -1 on failure. */
static int64_t known_row(struct import *im, const char *insert, int64_t owner, const char *name,
			 const struct db_arg *args)
{
	struct known_id *k;
	int64_t id;

	buf_reset(&im->key);
	buf_addf(&im->key, "%s/%" PRId64 "/%s", insert, owner, name);
	HASH_FIND(hh, im->ids, im->key.p, im->key.len, k);
	if (k)
		return k->id;
	id = db_insert(im->db, insert, args);
	if (id < 0)
		return -1;
	k = arena_alloc(&im->mem, sizeof(*k) + im->key.len + 1);
	memcpy(k->key, im->key.p, im->key.len);
	k->id = id;
	HASH_ADD_KEYPTR(hh, im->ids, k->key, im->key.len, k);
	return id;
}

static int64_t named_row(struct import *im, const char *insert, const char *name)
{
	const struct db_arg args[] = { DB_TEXT("name", text(name)), DB_END };

	return known_row(im, insert, 0, text(name), args);
}

static int64_t file_row(struct import *im, const char *path)
{
	const struct db_arg args[] = { DB_TEXT("path", text(path)), DB_END };

	return known_row(im, "insert-file", 0, text(path), args);
}

static int64_t function_row(struct import *im, const char *path, const char *function)
{
	int64_t file = file_row(im, path);
	const struct db_arg args[] = { DB_INT("file", file), DB_TEXT("name", text(function)),
				       DB_END };

	if (file < 0)
		return -1;
	return known_row(im, "insert-function", file, text(function), args);
}

static int add_run(struct import *im, const struct record *r)
{
	const struct db_arg tree_args[] = { DB_TEXT("path", text(r->tree)), DB_END };
	int64_t tree = db_insert(im->db, "insert-tree", tree_args);
	const struct db_arg args[] = { DB_INT("tree", tree),
				       DB_TEXT("version", text(r->version)),
				       DB_TEXT("commit", r->commit),
				       DB_TEXT("arch", text(r->arch)),
				       DB_TEXT("objdir", r->objdir),
				       DB_TEXT("digest", text(r->digest)),
				       DB_TEXT("finished", im->finished),
				       DB_END };

	if (tree < 0)
		return -1;
	im->run = db_insert(im->db, "insert-run", args);
	return im->run < 0 ? -1 : 0;
}

static int add_subsystems(struct import *im, const struct path_info *p, int64_t file)
{
	size_t i;

	for (i = 0; i < p->subsystems.n; i++) {
		int64_t sub = named_row(im, "insert-subsystem", p->subsystems.v[i]);
		const struct db_arg args[] = { DB_INT("run", im->run), DB_INT("file", file),
					       DB_INT("rank", i), DB_INT("subsystem", sub),
					       DB_END };

		if (sub < 0 || db_query(im->db, "insert-run-file-subsystem", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_people(struct import *im, const struct path_info *p, int64_t file)
{
	size_t i;

	for (i = 0; i < p->people.n; i++) {
		int64_t person = named_row(im, "insert-person", p->people.v[i]);
		const struct db_arg args[] = { DB_INT("run", im->run), DB_INT("file", file),
					       DB_INT("rank", i), DB_INT("person", person),
					       DB_END };

		if (person < 0 || db_query(im->db, "insert-run-file-person", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_path(struct import *im, const struct path_info *p)
{
	int64_t file = file_row(im, p->path);
	char hash[17] = "";
	const struct db_arg args[] = { DB_INT("run", im->run), DB_INT("file", file),
				       DB_TEXT("hash", hash), DB_END };

	if (p->hash)
		snprintf(hash, sizeof(hash), "%016" PRIx64, p->hash);
	if (file < 0 || db_query(im->db, "insert-run-file", args, NULL, NULL))
		return -1;
	return add_subsystems(im, p, file) || add_people(im, p, file) ? -1 : 0;
}

static int add_evidence(struct import *im, const struct site *s, int64_t site)
{
	size_t i;

	for (i = 0; i < s->evidence.n; i++) {
		const struct db_arg args[] = { DB_INT("site", site), DB_INT("seq", i),
					       DB_TEXT("text", text(s->evidence.v[i])), DB_END };

		if (db_query(im->db, "insert-evidence", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_site_releases(struct import *im, const struct site *s, int64_t site)
{
	size_t i;

	for (i = 0; i < s->releases.n; i++) {
		const struct site_release *x = &s->releases.v[i];
		int64_t fn = function_row(im, x->path, x->function);
		int64_t api = named_row(im, "insert-api", x->api);
		const struct db_arg args[] = { DB_INT("site", site),
					       DB_INT("seq", i),
					       DB_INT("function", fn),
					       DB_INT("api", api),
					       DB_INT("line", x->line),
					       DB_INT("col", x->col),
					       DB_END };

		if (fn < 0 || api < 0 || db_query(im->db, "insert-site-release", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_path_steps(struct import *im, const struct site_path *p, int64_t site, size_t seq)
{
	size_t i;

	for (i = 0; i < p->steps.n; i++) {
		const struct trace_step *t = &p->steps.v[i];
		int64_t file = file_row(im, t->path);
		const struct db_arg args[] = { DB_INT("site", site),
					       DB_INT("path", seq),
					       DB_INT("seq", i),
					       DB_INT("file", file),
					       DB_INT("line", t->line),
					       DB_INT("col", t->col),
					       DB_TEXT("text", text(t->text)),
					       DB_END };

		if (file < 0 || db_query(im->db, "insert-site-path-step", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_site_paths(struct import *im, const struct site *s, int64_t site)
{
	size_t i;

	for (i = 0; i < s->paths.n; i++) {
		const struct site_path *p = &s->paths.v[i];
		const struct db_arg args[] = { DB_INT("site", site), DB_INT("seq", i),
					       DB_TEXT("kind", text(p->kind)), DB_END };

		if (db_query(im->db, "insert-site-path", args, NULL, NULL) ||
		    add_path_steps(im, p, site, i))
			return -1;
	}
	return 0;
}

static void remember_site(struct import *im, const char *fingerprint, int64_t id)
{
	struct site_id *s;

	HASH_FIND_STR(im->sites, fingerprint, s);
	if (s) {
		warn("two sites have the fingerprint %s; findings go to the first", fingerprint);
		return;
	}
	s = arena_new(&im->mem, struct site_id);
	s->fingerprint = fingerprint;
	s->id = id;
	HASH_ADD_KEYPTR(hh, im->sites, s->fingerprint, strlen(s->fingerprint), s);
}

static int add_site(struct import *im, const struct site *s)
{
	int64_t fn = function_row(im, s->path, s->function);
	int64_t api = named_row(im, "insert-api", s->api), id;
	const struct db_arg args[] = { DB_INT("run", im->run),
				       DB_TEXT("fingerprint", text(s->fingerprint)),
				       DB_INT("function", fn),
				       DB_INT("api", api),
				       DB_INT("line", s->line),
				       DB_INT("col", s->col),
				       DB_TEXT("foll", text(s->foll)),
				       DB_TEXT("role", text(s->role)),
				       DB_INT("longterm", s->longterm),
				       DB_TEXT("write", text(s->write)),
				       DB_TEXT("status", text(s->status)),
				       DB_REAL("confidence", s->confidence),
				       DB_INT("seen_by", s->seen_by),
				       DB_TEXT("args", text(s->args)),
				       db_case("kase", s->kase),
				       DB_END };

	if (fn < 0 || api < 0)
		return -1;
	id = db_insert(im->db, "insert-site", args);
	if (id < 0)
		return -1;
	remember_site(im, text(s->fingerprint), id);
	if (add_evidence(im, s, id) || add_site_releases(im, s, id) || add_site_paths(im, s, id))
		return -1;
	return 0;
}

static int add_trace(struct import *im, const struct finding *f, int64_t finding)
{
	size_t i;

	for (i = 0; i < f->trace.n; i++) {
		const struct trace_step *t = &f->trace.v[i];
		int64_t file = file_row(im, t->path);
		const struct db_arg args[] = { DB_INT("finding", finding),
					       DB_INT("seq", i),
					       DB_INT("file", file),
					       DB_INT("line", t->line),
					       DB_INT("col", t->col),
					       DB_TEXT("text", text(t->text)),
					       DB_END };

		if (file < 0 || db_query(im->db, "insert-trace-step", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_finding(struct import *im, const struct finding *f)
{
	int64_t fn = function_row(im, f->path, f->function);
	int64_t rule = named_row(im, "insert-rule", f->rule), id;
	struct site_id *site = NULL;
	struct db_arg args[] = { DB_INT("run", im->run),
				 DB_TEXT("fingerprint", text(f->fingerprint)),
				 DB_INT("rule", rule),
				 DB_INT("function", fn),
				 DB_INT("line", f->line),
				 DB_INT("col", f->col),
				 DB_TEXT("message", text(f->message)),
				 DB_REAL("confidence", f->confidence),
				 DB_NULL("site"),
				 DB_END };

	if (fn < 0 || rule < 0)
		return -1;
	if (f->site)
		HASH_FIND_STR(im->sites, f->site, site);
	if (f->site && !site)
		warn("the finding %s names a site that the run does not have", f->fingerprint);
	if (site)
		args[8] = (struct db_arg)DB_INT("site", site->id);
	id = db_insert(im->db, "insert-finding", args);
	return id < 0 ? -1 : add_trace(im, f, id);
}

static int add_unit(struct import *im, const struct unit *u)
{
	int64_t file = file_row(im, u->path);
	const struct db_arg args[] = { DB_INT("run", im->run),
				       DB_INT("file", file),
				       DB_TEXT("trust", trust_name(u->trust)),
				       DB_TEXT("reason", text(u->reason)),
				       DB_INT("functions", u->functions),
				       DB_INT("touching", u->touching),
				       DB_INT("unknown", u->unknown),
				       DB_INT("errors", u->errors),
				       DB_END };

	return file < 0 ? -1 : db_query(im->db, "insert-unit", args, NULL, NULL);
}

static int add_release(struct import *im, const struct release *x)
{
	int64_t fn = function_row(im, x->path, x->function);
	int64_t api = named_row(im, "insert-api", x->api);
	const struct db_arg args[] = { DB_INT("run", im->run),
				       DB_INT("function", fn),
				       DB_INT("api", api),
				       DB_INT("line", x->line),
				       DB_INT("col", x->col),
				       DB_INT("seen_by", x->seen_by),
				       DB_END };

	return fn < 0 || api < 0 ? -1 : db_query(im->db, "insert-release", args, NULL, NULL);
}

static int add_notice(struct import *im, const struct notice *n)
{
	const struct db_arg args[] = { DB_INT("run", im->run), DB_TEXT("kind", text(n->kind)),
				       DB_TEXT("path", text(n->path)),
				       DB_TEXT("text", text(n->text)), DB_END };

	return db_query(im->db, "insert-notice", args, NULL, NULL);
}

/* Reviews are no part of a run. */
static int add_verdicts(struct import *im, const struct record *r)
{
	size_t i;

	for (i = 0; i < r->verdicts.n; i++) {
		const struct verdict *v = &r->verdicts.v[i];
		const struct db_arg kase = db_case("kase", v->kase);
		const struct db_arg args[] = { DB_INT("run", im->run),
					       DB_INT("seq", i),
					       DB_TEXT("fingerprint", text(v->fingerprint)),
					       DB_TEXT("source", text(v->source)),
					       DB_TEXT("place", text(v->place)),
					       DB_TEXT("what", text(v->what)),
					       DB_TEXT("note", text(v->note)),
					       kase,
					       DB_END };

		if (!strcmp(text(v->source), "review"))
			continue;
		if (db_query(im->db, "insert-run-verdict", args, NULL, NULL))
			return -1;
	}
	return 0;
}

static int add_rename(struct import *im, const struct rename *n)
{
	const struct db_arg args[] = { DB_INT("run", im->run), DB_TEXT("fingerprint", n->is),
				       DB_TEXT("was", n->was), DB_END };

	return db_query(im->db, "insert-rename", args, NULL, NULL);
}

/* Add every element of a vector; leaves the function on failure. */
#define add_all(im, vec, add)                            \
	do {                                             \
		for (size_t i_ = 0; i_ < (vec)->n; i_++) \
			if (add(im, &(vec)->v[i_]))      \
				return -1;               \
	} while (0)

static int add_record(struct import *im, const struct record *r)
{
	if (add_run(im, r))
		return -1;
	add_all(im, &r->paths, add_path);
	add_all(im, &r->sites, add_site);
	add_all(im, &r->findings, add_finding);
	add_all(im, &r->units, add_unit);
	add_all(im, &r->releases, add_release);
	add_all(im, &r->notices, add_notice);
	add_all(im, &im->renames, add_rename);
	return add_verdicts(im, r);
}

/* Return: 1 if the last run of the tree has this digest (@run is set), 0 if not, -1 on failure. */
static int same_as_last(struct db *db, const struct record *r, int64_t *run)
{
	struct db_run last;
	char *digest = db_last_digest(db, text(r->tree));
	int same = digest && !strcmp(digest, text(r->digest));

	free(digest);
	if (!same || !run)
		return same;
	if (db_find_run(db, text(r->tree), 0, &last))
		return -1;
	*run = last.id;
	return 1;
}

/* While the log is in use, readers go on and the old pages stay as they are; afterwards all is
 * put into the one file.  A reader that is still there keeps that from happening; then the next
 * import does it. */
static int import_logged(struct import *im, const struct record *r)
{
	struct db *db = im->db;
	int bad;

	if (db_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;") ||
	    db_exec(db, "BEGIN IMMEDIATE"))
		return db_fail(db, "write");
	bad = add_record(im, r);
	if (!bad && db_exec(db, "COMMIT"))
		bad = db_fail(db, "write");
	if (bad)
		db_exec(db, "ROLLBACK");
	db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)");
	db_exec(db, "PRAGMA journal_mode = DELETE");
	return bad;
}

/* Compare with the run before, so that what was said of its sites is not lost. */
static int find_renames(struct import *im, const struct record *r)
{
	struct db_run before;
	struct record was;
	int rc = db_find_earlier(im->db, r, im->finished, &before);

	if (rc || !before.id)
		return rc;
	record_init(&was);
	rc = db_load(im->db, &before, &was);
	if (!rc)
		match_renames(&was, r, &im->renames);
	record_release(&was);
	return rc;
}

int db_import_run(struct db *db, const struct record *r, const char *finished, int64_t *run)
{
	struct import im = { .db = db, .finished = finished };
	int rc = find_renames(&im, r);

	if (!rc)
		rc = import_logged(&im, r);

	if (!rc && run)
		*run = im.run;
	vec_release(&im.renames);
	HASH_CLEAR(hh, im.ids);
	HASH_CLEAR(hh, im.sites);
	buf_release(&im.key);
	arena_release(&im.mem);
	return rc;
}

int db_import(struct db *db, const struct record *r, int64_t *run)
{
	int rc;

	BUG_ON(db->mode != DB_WRITE);
	rc = same_as_last(db, r, run);
	if (rc)
		return rc < 0 ? -1 : 0;
	return db_import_run(db, r, NULL, run);
}
