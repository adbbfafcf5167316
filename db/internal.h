/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the files of this folder only. */
#ifndef DB_INTERNAL_H
#define DB_INTERNAL_H

#include <sqlite3.h>

#include "db/db.h"

/* struct sql_text - one embedded .sql file */
struct sql_text {
	const char *name, *sql;
};

/* Embedded files, ended by a row without a name. */
extern const struct sql_text *const db_schema;
extern const struct sql_text *const db_queries;
/* db_schema_version() - number of the last migration */
int db_schema_version(void);

/**
 * struct db_stmt - a prepared statement
 * @stmt: NULL until first used
 * @columns: their names, asked for once: rows are many
 */
struct db_stmt {
	sqlite3_stmt *stmt;
	VEC(const char *) columns;
};

/**
 * struct db - an open database
 * @sql: the connection
 * @path: as given to db_open(), for messages
 * @mode: as given
 * @stmts: prepared statements, by index into db_queries
 */
struct db {
	sqlite3 *sql;
	char *path;
	enum db_mode mode;
	struct db_stmt *stmts;
};

/* db_fail() - say in one line why the last call failed; @doing as in "read"; Return: -1 */
int db_fail(struct db *db, const char *doing);
/* db_exec() - run statements without parameters; Return: 0, or -1 without a message */
int db_exec(struct db *db, const char *sql);
/* db_insert() - run a query that returns an id; Return: the id, or -1 with the message printed */
int64_t db_insert(struct db *db, const char *name, const struct db_arg *args);

/* db_import_run() - add a run whatever is there; @finished is NULL: this moment.  Return: 0, or -1 with
 * the message printed and nothing written */
int db_import_run(struct db *db, const struct record *r, const char *finished, int64_t *run);
/* db_find_earlier() - what a run of @r's tree that ends at @finished (NULL: this moment) comes after; the
 * id is 0 if there is none.  Return: 0, or -1 with the message printed */
int db_find_earlier(struct db *db, const struct record *r, const char *finished,
		    struct db_run *out);
/* db_load_verdict() - a db_row_fn: add the row to the verdict_vec that is its @ctx */
int db_load_verdict(const struct db_row *row, void *ctx);
/* db_last_conversions() - of each site and kind only the last attempt.  Return: 0, or -1 with the
 * message printed */
int db_last_conversions(struct db *db, int64_t run, conversion_vec *out);
/* db_case() - a case, NULL if it is not decided (-1) */
struct db_arg db_case(const char *name, int kase);

#endif
