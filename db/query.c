// SPDX-License-Identifier: GPL-2.0-or-later
/* The named queries: prepared once, parameters bound by name, rows handed to a callback. */
#include <string.h>

#include "base/diag.h"
#include "db/internal.h"

/* @next: the column after the one asked for last: rows are read in order */
struct db_row {
	const struct db_stmt *q;
	sqlite3_stmt *stmt;
	int *next;
};

static void prepare(struct db *db, const char *sql, struct db_stmt *q)
{
	if (sqlite3_prepare_v3(db->sql, sql, -1, SQLITE_PREPARE_PERSISTENT, &q->stmt, NULL)) {
		db_fail(db, "read");
		return;
	}
	for (int i = 0; i < sqlite3_column_count(q->stmt); i++)
		vec_push(&q->columns, str_intern(sqlite3_column_name(q->stmt, i)));
}

/* Return: NULL with the message printed if it cannot be prepared */
static const struct db_stmt *get_stmt(struct db *db, const char *name)
{
	size_t i;

	for (i = 0; db_queries[i].name; i++)
		if (!strcmp(db_queries[i].name, name))
			break;
	if (!db_queries[i].name)
		BUG("there is no db/queries/%s.sql", name);
	if (!db->stmts[i].stmt)
		prepare(db, db_queries[i].sql, &db->stmts[i]);
	return db->stmts[i].stmt ? &db->stmts[i] : NULL;
}

static void bind_one(sqlite3_stmt *st, int i, const struct db_arg *a)
{
	int rc;

	switch (a->type) {
	case DB_TYPE_INT:
		rc = sqlite3_bind_int64(st, i, a->i);
		break;
	case DB_TYPE_REAL:
		rc = sqlite3_bind_double(st, i, a->d);
		break;
	case DB_TYPE_TEXT:
		/* The caller's strings outlive the statement's run. */
		rc = sqlite3_bind_text(st, i, a->s, -1, SQLITE_STATIC);
		break;
	default:
		rc = sqlite3_bind_null(st, i);
		break;
	}
	if (rc != SQLITE_OK)
		BUG("cannot bind '%s': %s", a->name, sqlite3_errstr(rc));
}

static void bind_all(sqlite3_stmt *st, const char *name, const struct db_arg *args)
{
	int n = 0, i;
	char param[32];

	for (; args && args->name; args++, n++) {
		size_t len = strlen(args->name);

		BUG_ON(len + 2 > sizeof(param));
		param[0] = ':';
		memcpy(param + 1, args->name, len + 1);
		i = sqlite3_bind_parameter_index(st, param);
		if (!i)
			BUG("query '%s' has no parameter ':%s'", name, args->name);
		bind_one(st, i, args);
	}
	if (n != sqlite3_bind_parameter_count(st))
		BUG("query '%s' has %d parameters, %d were given", name,
		    sqlite3_bind_parameter_count(st), n);
}

struct db_arg db_case(const char *name, int kase)
{
	return kase < 0 ? (struct db_arg)DB_NULL(name) : (struct db_arg)DB_INT(name, kase);
}

int db_query(struct db *db, const char *name, const struct db_arg *args, db_row_fn fn, void *ctx)
{
	const struct db_stmt *q = get_stmt(db, name);
	sqlite3_stmt *st = q ? q->stmt : NULL;
	int rc, ret = 0, next = 0;
	struct db_row row = { q, st, &next };

	if (!st)
		return -1;
	bind_all(st, name, args);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		if (fn && (ret = fn(&row, ctx)) != 0)
			break;
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		ret = db_fail(db, sqlite3_stmt_readonly(st) ? "read" : "write");
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return ret;
}

int64_t db_insert(struct db *db, const char *name, const struct db_arg *args)
{
	const struct db_stmt *q = get_stmt(db, name);
	sqlite3_stmt *st = q ? q->stmt : NULL;
	int64_t id = -1;
	int rc;

	if (!st)
		return -1;
	bind_all(st, name, args);
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		id = sqlite3_column_int64(st, 0);
	if (rc != SQLITE_DONE) {
		db_fail(db, "write");
		id = -1;
	} else if (id < 0) {
		BUG("query '%s' gave no id", name);
	}
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return id;
}

static int find_column(const struct db_row *row, const char *name)
{
	size_t n = row->q->columns.n, at = (size_t)*row->next;

	for (size_t i = 0; i < n; i++, at++) {
		if (at >= n)
			at = 0;
		if (!strcmp(row->q->columns.v[at], name)) {
			*row->next = (int)at + 1;
			return (int)at;
		}
	}
	BUG("the query has no column '%s'", name);
}

int64_t db_int(const struct db_row *row, const char *column)
{
	return sqlite3_column_int64(row->stmt, find_column(row, column));
}

double db_real(const struct db_row *row, const char *column)
{
	return sqlite3_column_double(row->stmt, find_column(row, column));
}

const char *db_text(const struct db_row *row, const char *column)
{
	const char *s = (const char *)sqlite3_column_text(row->stmt, find_column(row, column));

	return s ? s : "";
}

bool db_is_null(const struct db_row *row, const char *column)
{
	return sqlite3_column_type(row->stmt, find_column(row, column)) == SQLITE_NULL;
}
