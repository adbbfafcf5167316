// SPDX-License-Identifier: GPL-2.0-or-later
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "db/db.h"
#include "tests/unit/fixture.h"

int test_db(void);

static char *dir;
static const char *path;

static int setup(void **state)
{
	(void)state;
	dir = fixture_dir();
	path = fixture_path(dir, "gup.db");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_remove(dir);
	return 0;
}

static int64_t import_one(const char *tree, const char *digest)
{
	struct db *db = db_open(path, DB_WRITE);
	struct record r;
	int64_t run = -1;

	assert_non_null(db);
	fixture_record(&r, tree, digest);
	assert_int_equal(db_import(db, &r, &run), 0);
	record_release(&r);
	db_close(db);
	return run;
}

/* Opening must fail, with one line that holds the file's name and @why. */
static void expect_refusal(const char *file, enum db_mode mode, const char *why)
{
	struct db *db;
	char *said;

	stderr_begin();
	db = db_open(file, mode);
	said = stderr_end();
	assert_null(db);
	assert_non_null(strstr(said, file));
	if (!strstr(said, why))
		fail_msg("'%s' is not in '%s'", why, said);
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	free(said);
}

/* ---- content ---- */

#define same_text(a, b, field) \
	assert_string_equal((a)->field ? (a)->field : "(null)", (b)->field ? (b)->field : "(null)")
#define same_int(a, b, field) assert_int_equal((a)->field, (b)->field)

static void compare_steps(const trace_vec *a, const trace_vec *b)
{
	same_int(a, b, n);
	for (size_t i = 0; i < a->n; i++) {
		same_text(a, b, v[i].path);
		same_int(a, b, v[i].line);
		same_int(a, b, v[i].col);
		same_text(a, b, v[i].text);
	}
}

static void compare_paths(const struct site *a, const struct site *b)
{
	same_int(a, b, paths.n);
	for (size_t i = 0; i < a->paths.n; i++) {
		same_text(a, b, paths.v[i].kind);
		compare_steps(&a->paths.v[i].steps, &b->paths.v[i].steps);
	}
}

static void compare_verdict(const struct verdict *a, const struct verdict *b)
{
	same_text(a, b, fingerprint);
	same_text(a, b, what);
	same_int(a, b, kase);
	same_text(a, b, note);
	same_text(a, b, source);
	same_text(a, b, place);
	same_text(a, b, made);
	same_text(a, b, rule);
	same_text(a, b, path);
	same_text(a, b, function);
}

static void compare_site(const struct site *a, const struct site *b)
{
	same_text(a, b, fingerprint);
	same_text(a, b, path);
	same_int(a, b, line);
	same_int(a, b, col);
	same_text(a, b, function);
	same_text(a, b, api);
	same_text(a, b, foll);
	same_text(a, b, role);
	same_int(a, b, kase);
	same_int(a, b, longterm);
	same_text(a, b, write);
	same_text(a, b, status);
	assert_true(a->confidence == b->confidence);
	same_int(a, b, seen_by);
	same_text(a, b, args);
	same_int(a, b, evidence.n);
	for (size_t i = 0; i < a->evidence.n; i++)
		same_text(a, b, evidence.v[i]);
	same_int(a, b, releases.n);
	for (size_t i = 0; i < a->releases.n; i++) {
		same_text(a, b, releases.v[i].path);
		same_int(a, b, releases.v[i].line);
		same_int(a, b, releases.v[i].col);
		same_text(a, b, releases.v[i].function);
		same_text(a, b, releases.v[i].api);
	}
	compare_paths(a, b);
}

static void compare_finding(const struct finding *a, const struct finding *b)
{
	same_text(a, b, fingerprint);
	same_text(a, b, rule);
	same_text(a, b, site);
	same_text(a, b, path);
	same_int(a, b, line);
	same_int(a, b, col);
	same_text(a, b, function);
	same_text(a, b, message);
	assert_true(a->confidence == b->confidence);
	compare_steps(&a->trace, &b->trace);
}

static void compare_rest(const struct record *a, const struct record *b)
{
	same_int(a, b, units.n);
	for (size_t i = 0; i < a->units.n; i++) {
		same_text(a, b, units.v[i].path);
		same_int(a, b, units.v[i].trust);
		same_text(a, b, units.v[i].reason);
		same_int(a, b, units.v[i].functions);
		same_int(a, b, units.v[i].touching);
		same_int(a, b, units.v[i].unknown);
		same_int(a, b, units.v[i].errors);
	}
	same_int(a, b, releases.n);
	for (size_t i = 0; i < a->releases.n; i++) {
		same_text(a, b, releases.v[i].path);
		same_int(a, b, releases.v[i].line);
		same_int(a, b, releases.v[i].col);
		same_text(a, b, releases.v[i].function);
		same_text(a, b, releases.v[i].api);
		same_int(a, b, releases.v[i].seen_by);
	}
	same_int(a, b, notices.n);
	for (size_t i = 0; i < a->notices.n; i++) {
		same_text(a, b, notices.v[i].kind);
		same_text(a, b, notices.v[i].path);
		same_text(a, b, notices.v[i].text);
	}
	same_int(a, b, verdicts.n);
	for (size_t i = 0; i < a->verdicts.n; i++)
		compare_verdict(&a->verdicts.v[i], &b->verdicts.v[i]);
	same_int(a, b, paths.n);
	for (size_t i = 0; i < a->paths.n; i++) {
		same_text(a, b, paths.v[i].path);
		assert_true(a->paths.v[i].hash == b->paths.v[i].hash);
		same_int(a, b, paths.v[i].subsystems.n);
		for (size_t k = 0; k < a->paths.v[i].subsystems.n; k++)
			same_text(a, b, paths.v[i].subsystems.v[k]);
		same_int(a, b, paths.v[i].people.n);
		for (size_t k = 0; k < a->paths.v[i].people.n; k++)
			same_text(a, b, paths.v[i].people.v[k]);
	}
}

static void test_round_trip(void **state)
{
	struct record in, out;
	struct db_run run;
	struct db *db;

	(void)state;
	import_one("/t/" NASTY, "d1");
	fixture_record(&in, "/t/" NASTY, "d1");
	db = db_open(path, DB_READ);
	assert_non_null(db);
	assert_int_equal(db_find_run(db, NULL, 0, &run), 0);
	record_init(&out);
	assert_int_equal(db_load(db, &run, &out), 0);
	same_text(&in, &out, tree);
	same_text(&in, &out, version);
	same_text(&in, &out, commit);
	same_text(&in, &out, arch);
	same_text(&in, &out, objdir);
	same_text(&in, &out, digest);
	same_int(&in, &out, sites.n);
	for (size_t i = 0; i < in.sites.n; i++)
		compare_site(&in.sites.v[i], &out.sites.v[i]);
	same_int(&in, &out, findings.n);
	for (size_t i = 0; i < in.findings.n; i++)
		compare_finding(&in.findings.v[i], &out.findings.v[i]);
	compare_rest(&in, &out);
	record_release(&in);
	record_release(&out);
	db_close(db);
}

static int count_row(const struct db_row *row, void *ctx)
{
	(void)row;
	++*(int *)ctx;
	return 0;
}

static int count_rows(struct db *db, const char *query)
{
	int n = 0;

	assert_int_equal(db_query(db, query, NULL, count_row, &n), 0);
	return n;
}

static void test_runs(void **state)
{
	int64_t first = import_one("/t/a", "d1");
	struct db_run run;
	struct db *db;
	char *digest;

	(void)state;
	/* Equal digest: the run that is there is meant.  Another tree has runs of its own. */
	assert_int_equal(import_one("/t/a", "d1"), first);
	assert_int_equal(import_one("/t/a", "d2"), first + 1);
	assert_int_equal(import_one("/t/b", "d2"), first + 2);
	assert_int_equal(import_one("/t/a", "d1"), first + 3);
	assert_false(file_exists(fixture_path(dir, "gup.db-wal")));
	assert_false(file_exists(fixture_path(dir, "gup.db-journal")));

	db = db_open(path, DB_READ);
	assert_int_equal(count_rows(db, "list-runs"), 4);
	assert_int_equal(count_rows(db, "list-trees"), 2);
	digest = db_last_digest(db, "/t/b");
	assert_string_equal(digest, "d2");
	free(digest);
	assert_null(db_last_digest(db, "/t/c"));
	assert_int_equal(db_find_run(db, "/t/b", 0, &run), 0);
	assert_int_equal(run.id, first + 2);
	assert_int_equal(db_find_run(db, NULL, first + 1, &run), 0);
	assert_string_equal(run.digest, "d2");
	stderr_begin();
	assert_int_equal(db_find_run(db, NULL, 99, &run), -1);
	assert_int_equal(db_find_run(db, "/t/c", 0, &run), -1);
	assert_int_equal(db_find_run(db, "/t/b", first, &run), -1);
	digest = stderr_end();
	assert_non_null(strstr(digest, "no run 99"));
	assert_non_null(strstr(digest, "no run of the tree '/t/c'"));
	free(digest);
	db_close(db);
}

/* A value that the schema does not allow: the whole run stays out, and the file as it was. */
static void test_bad_value(void **state)
{
	struct record r;
	struct db *db;
	char *said;

	(void)state;
	import_one("/t/a", "d1");
	db = db_open(path, DB_WRITE);
	fixture_record(&r, "/t/a", "d2");
	vec_last(&r.sites).status = "splendid";
	stderr_begin();
	assert_int_equal(db_import(db, &r, NULL), -1);
	said = stderr_end();
	assert_non_null(strstr(said, "status IN"));
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	assert_non_null(strstr(said, path));
	free(said);
	assert_int_equal(count_rows(db, "list-runs"), 1);
	record_release(&r);
	db_close(db);
}

static void test_speed(void **state)
{
	struct timespec a, b;
	struct record r;
	struct db *db = db_open(path, DB_WRITE);
	double s;

	(void)state;
	fixture_big_record(&r, "/t/a", "d1", 1000);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	assert_int_equal(db_import(db, &r, NULL), 0);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	s = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	print_message("import of %zu sites, %zu releases: %.3f s of processor time\n", r.sites.n,
		      r.releases.n, s);
	record_release(&r);
	db_close(db);
}

/* ---- refusals ---- */

static void run_sql(const char *file, const char *sql)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		execlp("sqlite3", "sqlite3", "-batch", file, sql, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* A database of the first schema, with a run and two reviews of one site, is taken over. */
static void test_migration(void **state)
{
	struct buf first = { 0 };
	verdict_vec all = { 0 };
	struct db *db;

	(void)state;
	/* an argument that starts with "--" would be an option */
	buf_add(&first, "\n");
	assert_int_equal(file_read("db/schema/001-init.sql", &first), 0);
	buf_add(&first,
		"PRAGMA user_version = 1; INSERT INTO trees VALUES (1, '/t');"
		"INSERT INTO runs VALUES (1, 1, '6.1', NULL, 'x86_64', NULL, 'd1', '2026-01-01');"
		"INSERT INTO reviews VALUES (1, 's1-00', 'unknown', NULL, 'first', 'jane', '2026'),"
		"(2, 's1-00', 'exempt', 4, 'second', 'jane', '2027');");
	run_sql(path, buf_str(&first));
	buf_release(&first);
	expect_refusal(path, DB_READ, "older");
	db = db_open(path, DB_WRITE);
	assert_non_null(db);
	assert_int_equal(count_rows(db, "list-runs"), 1);
	assert_int_equal(db_reviews(db, &all), 0);
	assert_int_equal(all.n, 1);
	assert_string_equal(all.v[0].what, "exempt");
	assert_int_equal(all.v[0].kase, 4);
	assert_string_equal(all.v[0].note, "second");
	vec_release(&all);
	db_close(db);
	db = db_open(path, DB_READ);
	assert_non_null(db);
	db_close(db);
}

/* ---- reviews ---- */

static struct verdict review(const char *fingerprint, const char *what, int kase)
{
	struct verdict v = { .fingerprint = fingerprint,
			     .what = what,
			     .kase = kase,
			     .note = NASTY,
			     .source = "review",
			     .place = "jane",
			     .made = "2026-01-02T03:04:05Z",
			     .rule = *what == 'f' ? "leak-on-error" : "",
			     .path = "drivers/a/one.c",
			     .function = "take" };

	return v;
}

/* ---- attempts to convert ---- */

static struct conversion attempt(const char *outcome, const char *made)
{
	struct conversion c = { .fingerprint = "s1-00",
				.kind = "conversion",
				.outcome = outcome,
				.target = "pin_it",
				.longterm = true,
				.reason = NASTY,
				.subject = "a: b",
				.made = made };

	vec_push(&c.checks, "it compiles");
	vec_push(&c.checks, NASTY);
	return c;
}

/* Of each kind the last attempt is in the record; what is known already is not stored again. */
static void test_attempts(void **state)
{
	conversion_vec put = { 0 }, all = { 0 };
	struct db_run run;
	struct record r;
	struct db *db;
	char *said;

	(void)state;
	import_one("/t/a", "d1");
	vec_push(&put, attempt("failed", "2026-01-01T00:00:00Z"));
	vec_push(&put, attempt("proved", "2026-01-02T00:00:00Z"));
	vec_push(&put, attempt("failed", "2026-01-02T00:00:00Z"));
	put.v[2].kind = "dirtying";
	db = db_open(path, DB_WRITE);
	assert_int_equal(db_find_run(db, NULL, 0, &run), 0);
	assert_int_equal(db_put_conversions(db, run.id, &put), 0);
	assert_int_equal(db_put_conversions(db, run.id, &put), 0);
	assert_int_equal(db_conversions(db, run.id, &all), 0);
	assert_int_equal(all.n, 3);
	conversions_release(&all);
	/* All or none. */
	put.v[0].made = "2026-01-03T00:00:00Z";
	put.v[1].outcome = "splendid";
	stderr_begin();
	assert_int_equal(db_put_conversions(db, run.id, &put), -1);
	said = stderr_end();
	assert_non_null(strstr(said, "outcome IN"));
	free(said);
	record_init(&r);
	assert_int_equal(db_load(db, &run, &r), 0);
	assert_int_equal(r.conversions.n, 2);
	assert_string_equal(r.conversions.v[0].outcome, "proved");
	assert_true(r.conversions.v[0].longterm);
	assert_string_equal(r.conversions.v[0].reason, NASTY);
	assert_int_equal(r.conversions.v[0].checks.n, 2);
	assert_string_equal(r.conversions.v[0].checks.v[1], NASTY);
	assert_string_equal(r.conversions.v[1].kind, "dirtying");
	record_release(&r);
	conversions_release(&put);
	db_close(db);
}

static void test_reviews(void **state)
{
	struct record r;
	struct db_run run;
	verdict_vec all = { 0 };
	struct verdict v[2], bad = review("s1-77", "splendid", -1);
	struct db *db;
	char *said;

	(void)state;
	import_one("/t/a", "d1");
	fixture_record(&r, "/t/a", "d1");
	v[0] = review(r.sites.v[0].fingerprint, "exempt", 4);
	v[1] = review("f1-99", "false", -1);
	db = db_open(path, DB_WRITE);
	assert_int_equal(db_put_reviews(db, v, 2), 0);
	v[0].what = "converted";
	v[0].kase = -1;
	assert_int_equal(db_put_reviews(db, v, 1), 0);
	/* All or none. */
	v[1].note = "changed";
	stderr_begin();
	assert_int_equal(db_put_reviews(db, (struct verdict[]){ v[1], bad }, 2), -1);
	said = stderr_end();
	assert_non_null(strstr(said, "what IN"));
	free(said);
	v[1].note = NASTY;
	assert_int_equal(db_reviews(db, &all), 0);
	assert_int_equal(all.n, 2);
	compare_verdict(&v[0], &all.v[0]);
	compare_verdict(&v[1], &all.v[1]);
	vec_release(&all);
	record_release(&r);
	/* A run brings along the reviews of what it has, behind its own verdicts. */
	record_init(&r);
	assert_int_equal(db_find_run(db, NULL, 0, &run), 0);
	assert_int_equal(db_load(db, &run, &r), 0);
	assert_int_equal(r.verdicts.n, 2);
	compare_verdict(&v[0], &r.verdicts.v[1]);
	record_release(&r);
	assert_int_equal(db_remove_review(db, "f1-99"), 1);
	assert_int_equal(db_remove_review(db, "f1-99"), 0);
	v[0].made = "";
	assert_int_equal(db_put_reviews(db, v, 1), 0);
	assert_int_equal(db_reviews(db, &all), 0);
	assert_int_equal(all.n, 1);
	assert_int_equal(strlen(all.v[0].made), 20);
	vec_release(&all);
	db_close(db);
}

/* ---- more refusals ---- */

static void test_missing(void **state)
{
	(void)state;
	expect_refusal(path, DB_READ, "no such file; run gupcheck scan");
	expect_refusal(dir, DB_WRITE, "it is a folder");
	expect_refusal(fixture_path(dir, "no/such/gup.db"), DB_WRITE, "No such file");
	fixture_write(dir, "gup.db", "");
	expect_refusal(path, DB_READ, "it is empty");
}

static void test_no_database(void **state)
{
	(void)state;
	fixture_write(dir, "gup.db",
		      "This is a text and much longer than a header would be, as "
		      "it goes on and on for more than a hundred characters.\n");
	expect_refusal(path, DB_READ, "not a SQLite database");
	expect_refusal(path, DB_WRITE, "not a SQLite database");
}

static void test_foreign(void **state)
{
	(void)state;
	run_sql(path, "CREATE TABLE recipes (title TEXT)");
	expect_refusal(path, DB_READ, "not one of gupcheck's");
	expect_refusal(path, DB_WRITE, "not one of gupcheck's");
}

static void test_future(void **state)
{
	(void)state;
	import_one("/t/a", "d1");
	run_sql(path, "PRAGMA user_version = 999");
	expect_refusal(path, DB_READ, "a newer gupcheck wrote it (schema 999");
	expect_refusal(path, DB_WRITE, "a newer gupcheck wrote it (schema 999");
}

static void test_corrupt(void **state)
{
	struct buf b = { 0 };
	struct record r;
	struct db_run run;
	struct db *db;
	char *said;
	int rc = -1;

	(void)state;
	import_one("/t/a", "d1");
	assert_int_equal(file_read(path, &b), 0);
	/* Leave the first page, so that it opens, and spoil all others. */
	memset(b.p + 4096, 0x5a, b.len - 4096);
	assert_int_equal(file_write(path, b.p, b.len), 0);
	buf_release(&b);
	record_init(&r);
	stderr_begin();
	db = db_open(path, DB_READ);
	if (db)
		rc = db_find_run(db, NULL, 0, &run) || db_load(db, &run, &r) ? -1 : 0;
	said = stderr_end();
	assert_int_equal(rc, -1);
	assert_non_null(strstr(said, "damaged"));
	assert_non_null(strstr(said, path));
	free(said);
	record_release(&r);
	db_close(db);
}

/* Another program holds the lock for writing. */
static void test_locked(void **state)
{
	struct db *db;
	struct record r;
	char *said;
	pid_t pid;
	int up[2], down[2];
	char c;

	(void)state;
	import_one("/t/a", "d1");
	assert_int_equal(pipe(up), 0);
	assert_int_equal(pipe(down), 0);
	pid = fork();
	if (!pid) {
		dup2(up[0], STDIN_FILENO);
		dup2(down[1], STDOUT_FILENO);
		close(up[1]);
		execlp("sqlite3", "sqlite3", path, (char *)NULL);
		_exit(127);
	}
	close(up[0]);
	close(down[1]);
	assert_int_equal(write(up[1], "BEGIN EXCLUSIVE;\nSELECT 1;\n", 27), 27);
	assert_int_equal(read(down[0], &c, 1), 1);
	db_busy_ms = 50;
	expect_refusal(path, DB_READ, "locked by another program");
	close(up[1]);
	waitpid(pid, NULL, 0);
	close(down[0]);
	db = db_open(path, DB_WRITE);
	assert_non_null(db);
	fixture_record(&r, "/t/a", "d2");
	stderr_begin();
	assert_int_equal(db_import(db, &r, NULL), 0);
	said = stderr_end();
	assert_string_equal(said, "");
	free(said);
	record_release(&r);
	db_close(db);
	db_busy_ms = 5000;
}

static void test_read_only(void **state)
{
	bool root = geteuid() == 0;
	struct db *db;

	(void)state;
	import_one("/t/a", "d1");
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(dir, 0755), 0);
	/* To root all files are open for writing. */
	if (root)
		assert_int_equal(seteuid(65534), 0);
	if (access(path, R_OK) == 0) {
		expect_refusal(path, DB_WRITE, "read-only");
		db = db_open(path, DB_READ);
		assert_non_null(db);
		db_close(db);
	}
	if (root)
		assert_int_equal(seteuid(0), 0);
}

/* The disk is full: one line, and the runs from before are all there. */
static void test_full(void **state)
{
	struct rlimit old, lim;
	struct record r;
	struct db *db;
	struct stat st;
	char *said;
	int rc;

	(void)state;
	import_one("/t/a", "d1");
	assert_int_equal(stat(path, &st), 0);
	fixture_big_record(&r, "/t/a", "d2", 2000);
	db = db_open(path, DB_WRITE);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	lim = old;
	lim.rlim_cur = (rlim_t)st.st_size + 65536;
	signal(SIGXFSZ, SIG_IGN);
	stderr_begin();
	setrlimit(RLIMIT_FSIZE, &lim);
	rc = db_import(db, &r, NULL);
	setrlimit(RLIMIT_FSIZE, &old);
	said = stderr_end();
	assert_int_equal(rc, -1);
	assert_non_null(strstr(said, path));
	assert_non_null(strstr(said, "cannot write"));
	free(said);
	db_close(db);
	db = db_open(path, DB_READ);
	assert_int_equal(count_rows(db, "list-runs"), 1);
	db_close(db);
	run_sql(path, "PRAGMA integrity_check");
	record_release(&r);
}

static void test_immutable(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	import_one("/t/a", "d1");
	pid = fork();
	if (!pid) {
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		execlp("sqlite3", "sqlite3", "-batch", path,
		       "UPDATE sites SET status = 'converted'", (char *)NULL);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) && WEXITSTATUS(status) != 127);
	/* What belongs to a run goes with it. */
	run_sql(path, "PRAGMA foreign_keys = ON; DELETE FROM runs;"
		      "CREATE TEMP TABLE rest AS SELECT count(*) AS n FROM sites "
		      "UNION ALL SELECT count(*) FROM trace_steps "
		      "UNION ALL SELECT count(*) FROM site_path_steps "
		      "UNION ALL SELECT count(*) FROM run_verdicts "
		      "UNION ALL SELECT count(*) FROM run_file_subsystems "
		      "UNION ALL SELECT count(*) FROM run_file_people;"
		      "CREATE TEMP TABLE none (n INTEGER CHECK (n = 0));"
		      "INSERT INTO none SELECT n FROM rest;");
}

int test_db(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_round_trip), T(test_runs),	 T(test_bad_value), T(test_speed),
		T(test_missing),    T(test_no_database), T(test_foreign),   T(test_future),
		T(test_corrupt),    T(test_locked),	 T(test_read_only), T(test_full),
		T(test_immutable),  T(test_migration),	 T(test_attempts),  T(test_reviews),
	};
#undef T

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
