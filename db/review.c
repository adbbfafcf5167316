// SPDX-License-Identifier: GPL-2.0-or-later
/* Human verdicts: they belong to a fingerprint and outlive the run that they were made on. */
#include "base/diag.h"
#include "db/internal.h"

int db_reviews(struct db *db, verdict_vec *out)
{
	return db_query(db, "load-reviews", NULL, db_load_verdict, out);
}

static const char *text(const char *s)
{
	return s ? s : "";
}

static int put_one(struct db *db, const struct verdict *v)
{
	const struct db_arg args[] = { DB_TEXT("fingerprint", text(v->fingerprint)),
				       DB_TEXT("what", text(v->what)),
				       db_case("kase", v->kase),
				       DB_TEXT("rule", text(v->rule)),
				       DB_TEXT("path", text(v->path)),
				       DB_TEXT("function", text(v->function)),
				       DB_TEXT("note", text(v->note)),
				       DB_TEXT("reviewer", text(v->place)),
				       DB_TEXT("made", text(v->made)),
				       DB_END };

	return db_query(db, "put-review", args, NULL, NULL);
}

int db_put_reviews(struct db *db, const struct verdict *v, size_t n)
{
	int bad = 0;

	BUG_ON(db->mode != DB_WRITE);
	if (db_exec(db, "BEGIN IMMEDIATE"))
		return db_fail(db, "write");
	for (size_t i = 0; i < n && !bad; i++)
		bad = put_one(db, &v[i]);
	if (!bad && db_exec(db, "COMMIT"))
		bad = db_fail(db, "write");
	if (bad)
		db_exec(db, "ROLLBACK");
	return bad ? -1 : 0;
}

static int count_row(const struct db_row *row, void *ctx)
{
	*(int *)ctx += db_int(row, "id") > 0;
	return 0;
}

int db_remove_review(struct db *db, const char *fingerprint)
{
	const struct db_arg args[] = { DB_TEXT("fingerprint", fingerprint), DB_END };
	int n = 0;

	BUG_ON(db->mode != DB_WRITE);
	return db_query(db, "remove-review", args, count_row, &n) ? -1 : n;
}
