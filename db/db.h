/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The record on disk: one SQLite file with trees, runs and what each run found.
 * This folder is the only code that speaks SQL; all SQL is in schema/ and queries/.
 *
 * A run enters in one transaction and never changes afterwards.  Each failure prints one line
 * that names the file and the cause.  Layer 5 (solve/finding.h, base).
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "solve/finding.h"

struct db;

enum db_mode {
	DB_READ, /* the file must be there and of this program's schema version */
	DB_WRITE, /* made if missing, migrated if older */
};

/* db_busy_ms - how long to wait for another program's lock; 5000 unless set */
extern int db_busy_ms;

/**
 * db_open() - open the database
 * @path: file name
 * @mode: see enum db_mode
 *
 * Return: NULL with the message printed if it is missing, locked, read-only (DB_WRITE), damaged,
 * not one of this program, or of a newer version.
 */
struct db *db_open(const char *path, enum db_mode mode);
void db_close(struct db *db);

/**
 * db_import() - add a run
 * @db: opened with DB_WRITE
 * @r: the run; call record_sort() before, as its order is kept
 * @run: gets the id of the run; may be NULL
 *
 * If the last run of the tree has the same digest, nothing is written and that run is meant.
 * Killed at any moment, the file holds the runs from before or those and this one; afterwards it
 * is a single file again.
 *
 * Return: 0, or -1 with the message printed and nothing written.
 */
int db_import(struct db *db, const struct record *r, int64_t *run);

/* db_last_digest() - digest of the last run of @tree, malloc()ed; NULL if there is none (no
 * message) or on failure (message) */
char *db_last_digest(struct db *db, const char *tree);

/**
 * struct db_run - one run, without its content; strings are interned
 * @commit, @objdir: NULL if there is none
 * @finished: UTC, ISO 8601
 */
struct db_run {
	int64_t id;
	const char *tree, *version, *commit, *arch, *objdir, *digest, *finished;
};

/**
 * db_find_run() - choose a run
 * @db: the database
 * @tree: absolute path of the tree, or NULL for any
 * @id: the run's id, or 0 for the last one
 * @out: gets the run
 *
 * Return: 0, or -1 with the message printed.
 */
int db_find_run(struct db *db, const char *tree, int64_t id, struct db_run *out);
/* db_find_version() - the last run of a kernel version, "6.12.117", or "6.12" for any of that
 * series, of @tree (NULL for any).  Return: 0, or -1 with the message printed */
int db_find_version(struct db *db, const char *tree, const char *version, struct db_run *out);
/* db_run_before() - the run before @run, of the same tree and architecture.  Return: 0, or -1 with
 * the message printed */
int db_run_before(struct db *db, const struct db_run *run, struct db_run *out);
typedef VEC(struct db_run) db_run_vec;
/* db_all_runs() - every run, in the order of their numbers.  Return: 0, or -1 with the message */
int db_all_runs(struct db *db, db_run_vec *out);
/* db_version_runs() - the last run of each kernel version, for one architecture.  Return: 0, or -1
 * with the message printed */
int db_version_runs(struct db *db, const char *arch, db_run_vec *out);
/* db_load() - fill @r (from record_init()) with the content of @run, paths included; its verdicts
 * are those of the run and after them the reviews, for record_apply_verdicts(); its conversions are
 * the last attempts */
int db_load(struct db *db, const struct db_run *run, struct record *r);
/* db_load_sites() - db_load() without the releases that belong to no site, of which a tree has thousands */
int db_load_sites(struct db *db, const struct db_run *run, struct record *r);

/* db_reviews() - all reviews, whatever run they were made on, by path; strings are interned.
 * Return: 0, or -1 with the message printed */
int db_reviews(struct db *db, verdict_vec *out);
/* db_put_reviews() - store @n reviews, all or none; each replaces the one that its fingerprint has,
 * and is of now if it does not say when it was made.  Return: 0, or -1 with the message printed */
int db_put_reviews(struct db *db, const struct verdict *v, size_t n);
/* db_remove_review() - Return: 1 if there was one, 0 if not, -1 with the message printed */
int db_remove_review(struct db *db, const char *fingerprint);

/* db_conversions() - every attempt to convert sites of a run, in the order in which they were made.
 * Return: 0, or -1 with the message printed */
int db_conversions(struct db *db, int64_t run, conversion_vec *out);
/* db_put_conversions() - store attempts, all or none; one that the run has already is left out.
 * Return: 0, or -1 with the message printed */
int db_put_conversions(struct db *db, int64_t run, const conversion_vec *v);

/* struct db_merged - what came of a merge; adds up over several */
struct db_merged {
	size_t runs, known, reviews, conflicts;
};

/**
 * db_merge() - add what another database has: runs, reviews, conversions
 * @to: opened with DB_WRITE
 * @from: the other one
 * @out: counts; a conflict prints one line
 *
 * A run that is there already (same tree, version, architecture, inputs and time) is left alone.
 * Of two reviews that differ the later one holds.  Each run is a transaction of its own: what
 * was done before a kill stays, and doing it again does the rest.
 *
 * Return: 0, or -1 with the message printed.
 */
int db_merge(struct db *to, struct db *from, struct db_merged *out);

/* ---- the named queries ---- */

enum db_type { DB_TYPE_NULL, DB_TYPE_INT, DB_TYPE_REAL, DB_TYPE_TEXT };

/* struct db_arg - value of parameter :name; a list of them ends with DB_END */
struct db_arg {
	const char *name;
	enum db_type type;
	int64_t i;
	double d;
	const char *s;
};
#define DB_INT(n, v) { .name = (n), .type = DB_TYPE_INT, .i = (int64_t)(v) }
#define DB_REAL(n, v) { .name = (n), .type = DB_TYPE_REAL, .d = (v) }
/* DB_TEXT() - NULL is stored as NULL */
#define DB_TEXT(n, v) { .name = (n), .type = DB_TYPE_TEXT, .s = (v) }
#define DB_NULL(n) { .name = (n) }
#define DB_END { .name = NULL }

struct db_row;
/* db_row_fn - called for each row; Return: 0 to go on, anything else ends the query */
typedef int (*db_row_fn)(const struct db_row *row, void *ctx);

/* Columns by name; an unknown name is a fault of ours.  Text is "" for NULL and valid until the
 * callback returns. */
int64_t db_int(const struct db_row *row, const char *column);
double db_real(const struct db_row *row, const char *column);
const char *db_text(const struct db_row *row, const char *column);
bool db_is_null(const struct db_row *row, const char *column);

/**
 * db_query() - run a query of db/queries
 * @db: the database
 * @name: file name without ".sql"
 * @args: every parameter of the query, ended by DB_END
 * @fn: gets the rows; NULL if none are wanted
 * @ctx: passed on to @fn
 *
 * Return: 0, what @fn returned if not 0, or -1 with the message printed.
 */
int db_query(struct db *db, const char *name, const struct db_arg *args, db_row_fn fn, void *ctx);

#endif
