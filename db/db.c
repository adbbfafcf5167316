// SPDX-License-Identifier: GPL-2.0-or-later
/* Opening, checking, migrating, closing, and what to say when SQLite refuses. */
#include "db/db.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/file.h"
#include "db/internal.h"

#define DB_APPLICATION_ID 1735749731 /* "gupc", as in schema/001-init.sql */

int db_busy_ms = 5000;

/* SQLite quotes the schema, which spreads over lines, in what it says. */
static void one_line(const char *s, char *out, size_t size)
{
	size_t n = 0;

	for (; *s && n + 1 < size; s++) {
		bool blank = isspace((unsigned char)*s);

		if (!blank || (n && out[n - 1] != ' '))
			out[n++] = blank ? ' ' : *s;
	}
	out[n] = '\0';
}

int db_fail(struct db *db, const char *doing)
{
	int code = sqlite3_errcode(db->sql), os = sqlite3_system_errno(db->sql);
	char why[256];

	one_line(sqlite3_errmsg(db->sql), why, sizeof(why));
	switch (code) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error("cannot %s '%s': it is locked by another program; try again later",
			     doing, db->path);
	case SQLITE_READONLY:
		return error("cannot %s '%s': it is read-only", doing, db->path);
	case SQLITE_NOTADB:
		return error("cannot %s '%s': it is not a SQLite database; choose another file",
			     doing, db->path);
	case SQLITE_CORRUPT:
		return error("cannot %s '%s': it is damaged (%s); move it away and scan again",
			     doing, db->path, why);
	case SQLITE_FULL:
		return error("cannot %s '%s': no space is left on the disk", doing, db->path);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		return error("cannot %s '%s': %s", doing, db->path, os ? strerror(os) : why);
	default:
		return error("cannot %s '%s': %s", doing, db->path, why);
	}
}

int db_exec(struct db *db, const char *sql)
{
	return sqlite3_exec(db->sql, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : -1;
}

static int read_int(void *ctx, int n, char **values, char **names)
{
	(void)names;
	if (n == 1 && values[0])
		*(int *)ctx = atoi(values[0]);
	return 0;
}

/* A pragma or a count; -1 with the message printed. */
static int get_int(struct db *db, const char *sql, int *out)
{
	*out = 0;
	if (sqlite3_exec(db->sql, sql, read_int, out, NULL) == SQLITE_OK)
		return 0;
	return db_fail(db, "read");
}

/* One migration, all or nothing; its number becomes the version. */
static int migrate_step(struct db *db, int version)
{
	char set[64];

	snprintf(set, sizeof(set), "PRAGMA user_version = %d", version);
	if (db_exec(db, db_schema[version - 1].sql) || db_exec(db, set) || db_exec(db, "COMMIT")) {
		db_fail(db, "write");
		db_exec(db, "ROLLBACK");
		return -1;
	}
	return 0;
}

/* The version is read again under the lock: another program may have been faster. */
static int migrate(struct db *db)
{
	int version, last = db_schema_version();

	for (;;) {
		if (db_exec(db, "BEGIN IMMEDIATE"))
			return db_fail(db, "write");
		if (get_int(db, "PRAGMA user_version", &version)) {
			db_exec(db, "ROLLBACK");
			return -1;
		}
		if (version >= last)
			return db_exec(db, "COMMIT") ? db_fail(db, "write") : 0;
		if (migrate_step(db, version + 1))
			return -1;
	}
}

/* Is this file ours, and of a version that we know? */
static int check_file(struct db *db)
{
	int app, version, tables, last = db_schema_version();

	if (get_int(db, "PRAGMA application_id", &app) ||
	    get_int(db, "PRAGMA user_version", &version) ||
	    get_int(db, "SELECT count(*) FROM sqlite_schema", &tables))
		return -1;
	if (!app && !version && !tables) {
		if (db->mode == DB_READ)
			return error("cannot read '%s': it is empty; run gupcheck scan", db->path);
		return migrate(db);
	}
	if (app != DB_APPLICATION_ID)
		return error("cannot use '%s': it is a SQLite database, but not one of gupcheck's; "
			     "choose another file",
			     db->path);
	if (version > last)
		return error("cannot use '%s': a newer gupcheck wrote it (schema %d, this one "
			     "knows %d); update gupcheck",
			     db->path, version, last);
	if (version == last)
		return 0;
	if (db->mode == DB_READ)
		return error("cannot read '%s': an older gupcheck wrote it (schema %d, now %d); "
			     "the next gupcheck scan brings it up to date",
			     db->path, version, last);
	return migrate(db);
}

/* Readers too open for writing where they may, so that what a killed program left in the
 * journal can be rolled back; query_only keeps them from changing anything else. */
static int open_file(struct db *db)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	if (db->mode == DB_WRITE)
		flags |= SQLITE_OPEN_CREATE;
	if (sqlite3_open_v2(db->path, &db->sql, flags, NULL) != SQLITE_OK)
		return db_fail(db, "open");
	sqlite3_busy_timeout(db->sql, db_busy_ms);
	if (db->mode == DB_WRITE && sqlite3_db_readonly(db->sql, "main") == 1)
		return error("cannot write '%s': it is read-only", db->path);
	if (db_exec(db, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
			"PRAGMA cache_size = -65536;"))
		return db_fail(db, "open");
	if (check_file(db))
		return -1;
	if (db->mode == DB_READ && db_exec(db, "PRAGMA query_only = ON"))
		return db_fail(db, "open");
	return 0;
}

static int check_path(const char *path, enum db_mode mode)
{
	if (file_is_dir(path))
		return error("cannot open the database '%s': it is a folder", path);
	if (mode == DB_READ && !file_exists(path))
		return error("cannot open the database '%s': there is no such file; run "
			     "gupcheck scan, or name one with --db",
			     path);
	if (mode == DB_READ && access(path, R_OK))
		return error("cannot open the database '%s': %s", path, strerror(errno));
	return 0;
}

struct db *db_open(const char *path, enum db_mode mode)
{
	struct db *db;
	size_t n = 0;

	if (check_path(path, mode))
		return NULL;
	while (db_queries[n].name)
		n++;
	db = calloc(1, sizeof(*db));
	if (!db)
		die("out of memory");
	db->path = strdup(path);
	db->mode = mode;
	db->stmts = calloc(n, sizeof(*db->stmts));
	if (!db->path || !db->stmts)
		die("out of memory");
	if (!open_file(db))
		return db;
	db_close(db);
	return NULL;
}

void db_close(struct db *db)
{
	size_t i;

	if (!db)
		return;
	for (i = 0; db_queries[i].name; i++) {
		sqlite3_finalize(db->stmts[i].stmt);
		vec_release(&db->stmts[i].columns);
	}
	sqlite3_close(db->sql);
	free(db->stmts);
	free(db->path);
	free(db);
}
