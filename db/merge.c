// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs, reviews and conversions of another database: what is there already is left alone, so that
 * doing it twice, or going on after a kill, changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "db/internal.h"

/* struct merge - one merge under way; @runs are those of @from */
struct merge {
	struct db *to, *from;
	struct db_merged *out;
	db_run_vec runs;
};

/* struct known_run - a run of @to that is the one at hand */
struct known_run {
	int64_t id, sites, findings;
};

static int read_known(const struct db_row *row, void *ctx)
{
	struct known_run *k = ctx;

	k->id = db_int(row, "id");
	k->sites = db_int(row, "sites");
	k->findings = db_int(row, "findings");
	return 0;
}

static int find_same(struct db *db, const struct db_run *run, struct known_run *k)
{
	const struct db_arg args[] = {
		DB_TEXT("tree", run->tree),	    DB_TEXT("version", run->version),
		DB_TEXT("arch", run->arch),	    DB_TEXT("digest", run->digest),
		DB_TEXT("finished", run->finished), DB_END
	};

	*k = (struct known_run){ 0 };
	return db_query(db, "find-same-run", args, read_known, k);
}

/* Each one that the run does not have yet. */
static int merge_conversions(struct merge *m, int64_t from, int64_t to)
{
	conversion_vec all = { 0 };
	int rc = db_conversions(m->from, from, &all);

	if (!rc && all.n)
		rc = db_put_conversions(m->to, to, &all);
	conversions_release(&all);
	return rc;
}

/* The same inputs at the same time gave something else: one of the two files is not what it was. */
static void compare_known(struct merge *m, const struct db_run *run, const struct known_run *k)
{
	struct known_run own;

	if (find_same(m->from, run, &own) || (own.sites == k->sites && own.findings == k->findings))
		return;
	warn("conflict: run %lld of '%s' has %lld sites and %lld findings, but is in '%s' with "
	     "%lld and %lld; that one stays",
	     (long long)run->id, m->from->path, (long long)own.sites, (long long)own.findings,
	     m->to->path, (long long)k->sites, (long long)k->findings);
	m->out->conflicts++;
}

static int merge_run(struct merge *m, const struct db_run *run)
{
	struct known_run known;
	struct record r;
	int64_t id = 0;
	int rc;

	if (find_same(m->to, run, &known))
		return -1;
	if (known.id) {
		m->out->known++;
		compare_known(m, run, &known);
		return merge_conversions(m, run->id, known.id);
	}
	record_init(&r);
	rc = db_load(m->from, run, &r);
	if (!rc)
		rc = db_import_run(m->to, &r, run->finished, &id);
	if (!rc)
		m->out->runs++;
	if (!rc)
		rc = merge_conversions(m, run->id, id);
	record_release(&r);
	return rc;
}

/* ---- reviews ---- */

static bool same_word(const struct verdict *a, const struct verdict *b)
{
	return !strcmp(a->what, b->what) && a->kase == b->kase;
}

/* Which of two reviews of one thing holds: the later one.  Return: whether it is @theirs. */
static bool settle(struct merge *m, const struct verdict *ours, const struct verdict *theirs)
{
	bool later = strcmp(theirs->made, ours->made) > 0;
	const struct verdict *stays = later ? theirs : ours, *goes = later ? ours : theirs;

	if (same_word(ours, theirs))
		return later;
	warn("conflict: %s is %s by %s (%s), and %s by %s (%s); the later word holds",
	     ours->fingerprint, stays->what, stays->place, stays->made, goes->what, goes->place,
	     goes->made);
	m->out->conflicts++;
	return later;
}

static const struct verdict *review_of(const verdict_vec *all, const char *fingerprint)
{
	const struct verdict *v;

	vec_each (v, all)
		if (!strcmp(v->fingerprint, fingerprint))
			return v;
	return NULL;
}

static int merge_reviews(struct merge *m)
{
	verdict_vec ours = { 0 }, theirs = { 0 }, put = { 0 };
	const struct verdict *v, *old;
	int rc = db_reviews(m->to, &ours) || db_reviews(m->from, &theirs) ? -1 : 0;

	vec_each (v, &theirs) {
		old = review_of(&ours, v->fingerprint);
		if (!old || settle(m, old, v))
			vec_push(&put, *v);
	}
	if (!rc && put.n)
		rc = db_put_reviews(m->to, put.v, put.n);
	if (!rc)
		m->out->reviews += put.n;
	vec_release(&ours);
	vec_release(&theirs);
	vec_release(&put);
	return rc;
}

int db_merge(struct db *to, struct db *from, struct db_merged *out)
{
	struct merge m = { .to = to, .from = from, .out = out };
	int rc;

	BUG_ON(to->mode != DB_WRITE);
	rc = db_all_runs(from, &m.runs);
	for (size_t i = 0; i < m.runs.n && !rc; i++)
		rc = merge_run(&m, &m.runs.v[i]);
	if (!rc)
		rc = merge_reviews(&m);
	vec_release(&m.runs);
	return rc;
}
