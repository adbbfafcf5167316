// SPDX-License-Identifier: GPL-2.0-or-later
/* Attempts to convert the sites of a run: they are made later than the run, and belong to it. */
#include "base/diag.h"
#include "db/internal.h"

/**
 * struct reading - attempts under way
 * @ids: row ids of @out, in its order
 * @next: element that the next check is tried on first: both come sorted by id
 */
struct reading {
	conversion_vec *out;
	VEC(int64_t) ids;
	size_t next;
};

static const char *in_text(const struct db_row *row, const char *column)
{
	return str_intern(db_text(row, column));
}

static int read_conversion(const struct db_row *row, void *ctx)
{
	struct reading *x = ctx;

	vec_push(x->out, ((struct conversion){ .fingerprint = in_text(row, "fingerprint"),
					       .kind = in_text(row, "kind"),
					       .outcome = in_text(row, "outcome"),
					       .target = in_text(row, "target"),
					       .longterm = db_int(row, "longterm"),
					       .reason = in_text(row, "reason"),
					       .subject = in_text(row, "subject"),
					       .made = in_text(row, "made") }));
	vec_push(&x->ids, db_int(row, "id"));
	return 0;
}

/* Of an attempt that was not asked for there may be checks, too. */
static int read_check(const struct db_row *row, void *ctx)
{
	struct reading *x = ctx;
	int64_t id = db_int(row, "conversion_id");

	while (x->next < x->ids.n && x->ids.v[x->next] < id)
		x->next++;
	if (x->next < x->ids.n && x->ids.v[x->next] == id)
		vec_push(&x->out->v[x->next].checks, in_text(row, "text"));
	return 0;
}

static int read_all(struct db *db, int64_t run, bool all, conversion_vec *out)
{
	const struct db_arg which[] = { DB_INT("run", run), DB_INT("all", all), DB_END };
	const struct db_arg args[] = { DB_INT("run", run), DB_END };
	struct reading x = { .out = out };
	int rc = db_query(db, "load-conversions", which, read_conversion, &x);

	if (!rc)
		rc = db_query(db, "load-conversion-checks", args, read_check, &x);
	vec_release(&x.ids);
	return rc;
}

int db_conversions(struct db *db, int64_t run, conversion_vec *out)
{
	return read_all(db, run, true, out);
}

int db_last_conversions(struct db *db, int64_t run, conversion_vec *out)
{
	return read_all(db, run, false, out);
}

static int read_id(const struct db_row *row, void *ctx)
{
	*(int64_t *)ctx = db_int(row, "id");
	return 0;
}

static int put_one(struct db *db, int64_t run, const struct conversion *c)
{
	const struct db_arg args[] = {
		DB_INT("run", run),	      DB_TEXT("fingerprint", c->fingerprint),
		DB_TEXT("kind", c->kind),     DB_TEXT("outcome", c->outcome),
		DB_TEXT("target", c->target), DB_INT("longterm", c->longterm),
		DB_TEXT("reason", c->reason), DB_TEXT("subject", c->subject),
		DB_TEXT("made", c->made),     DB_END
	};
	int64_t id = 0;

	if (db_query(db, "insert-conversion", args, read_id, &id))
		return -1;
	for (size_t i = 0; id && i < c->checks.n; i++) {
		const struct db_arg check[] = { DB_INT("conversion", id), DB_INT("seq", i),
						DB_TEXT("text", c->checks.v[i]), DB_END };

		if (db_query(db, "insert-conversion-check", check, NULL, NULL))
			return -1;
	}
	return 0;
}

int db_put_conversions(struct db *db, int64_t run, const conversion_vec *v)
{
	const struct conversion *c;
	int bad = 0;

	BUG_ON(db->mode != DB_WRITE);
	if (db_exec(db, "BEGIN IMMEDIATE"))
		return db_fail(db, "write");
	vec_each (c, v) {
		bad = put_one(db, run, c);
		if (bad)
			break;
	}
	if (!bad && db_exec(db, "COMMIT"))
		bad = db_fail(db, "write");
	if (bad)
		db_exec(db, "ROLLBACK");
	return bad ? -1 : 0;
}
