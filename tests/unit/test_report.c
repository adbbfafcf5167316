// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "reports/report.h"
#include "tests/unit/fixture.h"

int test_report(void);

static struct record rec;
static struct db_run run = { 7,	   "/no/such/tree",	  "6.12.117", NULL, "x86_64", NULL,
			     "d1", "2026-01-02T03:04:05Z" };

static int setup(void **state)
{
	(void)state;
	fixture_record(&rec, "/no/such/tree", "d1");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	record_release(&rec);
	return 0;
}

typedef void (*render_fn)(const struct report *rep);

static char *render(render_fn fn, enum report_by by, int width, bool colour)
{
	struct report rep = { .run = &run, .r = &rec, .by = by, .width = width, .colour = colour };
	static char *text;
	static size_t n;

	rep.out = open_memstream(&text, &n);
	fn(&rep);
	fclose(rep.out);
	return text;
}

/* The line that starts with @start, blanks squeezed. */
static char *line_of(const char *text, const char *start)
{
	struct buf b = { 0 };
	const char *p;

	buf_addf(&b, "\n%s", start);
	p = strstr(text, buf_str(&b));
	buf_reset(&b);
	assert_non_null(p);
	for (p++; *p && *p != '\n'; p++)
		if (*p != ' ' || p[1] != ' ')
			buf_addch(&b, *p);
	return b.p;
}

static void expect_line(const char *text, const char *start, const char *want)
{
	char *have = line_of(text, start);

	assert_string_equal(have, want);
	free(have);
}

/* In the table, which ends before the coverage. */
static size_t longest_line(const char *text)
{
	const char *end = strstr(text, "\ncoverage");

	size_t best = 0, n = 0;

	for (; text < end; text++) {
		n = *text == '\n' ? 0 : n + (((unsigned char)*text & 0xc0) != 0x80);
		best = n > best ? n : best;
	}
	return best;
}

static void test_table(void **state)
{
	char *t = render(report_text, BY_SUBSYSTEM, 0, false);

	(void)state;
	expect_line(
		t, "subsystem ",
		"subsystem unconverted converted mixed exempt core test unknown total progress");
	/* One converted of three: 33 %, three of ten marks. */
	expect_line(t, "A DRIVERS", "A DRIVERS 1 1 1 . . . . 3 33% ###.......");
	/* Nothing to convert: no progress to speak of. */
	expect_line(t, "(no subsystem)", "(no subsystem) . . . . 1 . . 1 -");
	expect_line(t, "total ", "total 1 1 1 . 1 . 1 5 33% ###.......");
	/* Most work first. */
	assert_true(strstr(t, "A DRIVERS") < strstr(t, "(no subsystem)"));
	/* No control character of a name reaches the terminal. */
	assert_null(strchr(t, '\x1b'));
	assert_null(strchr(t, '\t'));
	free(t);
}

static void test_groups(void **state)
{
	char *t = render(report_text, BY_DIRECTORY, 0, false);

	(void)state;
	expect_line(t, "drivers/a ", "drivers/a 1 1 1 . . . . 3 33% ###.......");
	expect_line(t, "mm ", "mm . . . . 1 . . 1 -");
	free(t);
	t = render(report_text, BY_FILE, 0, false);
	expect_line(t, "drivers/a/one.c ", "drivers/a/one.c . 1 1 . . . . 2 50% #####.....");
	free(t);
	/* two people have the same four; the total has each site once */
	t = render(report_text, BY_MAINTAINER, 0, false);
	expect_line(t, "Jane <jane@example.org> ",
		    "Jane <jane@example.org> 1 1 1 . . . 1 4 33% ###.......");
	expect_line(t, "(no maintainer) ", "(no maintainer) . . . . 1 . . 1 -");
	expect_line(t, "total ", "total 1 1 1 . 1 . 1 5 33% ###.......");
	free(t);
	t = render(report_text, BY_CASE, 0, false);
	expect_line(t, "2, held beyond the call ",
		    "2, held beyond the call . 1 1 . . . 1 3 50% #####.....");
	expect_line(t, "not decided ", "not decided 1 . . . 1 . . 2 0% ..........");
	free(t);
}

static void test_coverage(void **state)
{
	char *t = render(report_text, BY_SUBSYSTEM, 0, false);

	(void)state;
	expect_line(
		t, "sites  ",
		"sites 4 seen by cocci, 3 by clang, 2 by both; 2 by cocci only, 1 by clang only");
	expect_line(t, "units  ", "units 2 of 5 analysed: 1 clean, 1 recovered; 3 not parsed");
	/* Reasons of one kind share a line. */
	assert_non_null(strstr(t, "3  not-parsed: other architecture: s390 (2), powerpc (1)\n"));
	assert_non_null(strstr(t, "1  recovered: errors: 3 (1)\n"));
	expect_line(t, "functions ",
		    "functions 17 lowered, 3 touch page references; 1 unknown nodes in those");
	assert_non_null(strstr(t, "  plan: nothing is left out\n"));
	assert_non_null(strstr(t, "  unit: drivers/a/two.c: a'b\"c; DROP"));
	assert_non_null(strstr(t, "findings   3: leak-on-error 2, mixed-release 1;"));
	free(t);
}

static void test_width(void **state)
{
	static const int widths[] = { 200, 110, 100, 80 };

	(void)state;
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		char *t = render(report_text, BY_SUBSYSTEM, widths[i], false);

		assert_non_null(strstr(t, "\ncoverage"));
		assert_true(longest_line(t) <= (size_t)widths[i]);
		free(t);
	}
}

static void test_colour(void **state)
{
	char *t = render(report_text, BY_SUBSYSTEM, 0, true);

	(void)state;
	assert_non_null(strstr(t, "\033[31m"));
	free(t);
}

static int keep_findings;

static void findings(const struct report *rep)
{
	keep_findings = (int)report_findings(rep);
}

static void rules(const struct report *rep)
{
	keep_findings = (int)report_rules(rep);
}

static void test_findings(void **state)
{
	char *t = render(findings, BY_SUBSYSTEM, 0, false);
	const char *want =
		"drivers/a/one.c:25:2: warning: a'b\"c; DROP TABLE sites; --?|*<b>??[31m,"
		"\xc3\xa4\xef\xbf\xbd end [mixed-release]\n"
		"drivers/a/one.c:3:9: note: references are taken here\n"
		"drivers/a/one.c:25:2: note: ";

	(void)state;
	assert_int_equal(keep_findings, 3);
	assert_memory_equal(t, want, strlen(want));
	free(t);
	t = render(rules, BY_RULE, 0, false);
	expect_line(t, "leak-on-error", "leak-on-error 2 1");
	expect_line(t, "mixed-release", "mixed-release 1 1");
	assert_null(strstr(t, "note:"));
	free(t);
}

static void json(const struct report *rep)
{
	assert_int_equal(report_json(rep), 0);
}

static void expect_keys(json_t *o, const char *const *keys)
{
	for (; *keys; keys++)
		if (!json_object_get(o, *keys))
			fail_msg("the key '%s' is missing", *keys);
}

static void test_json(void **state)
{
	static const char *const top[] = { "schema", "tree", "run", "sites", "findings", NULL };
	static const char *const tree[] = { "path", "version", "commit", NULL };
	static const char *const site[] = { "id",	"path",	      "line",	   "column",
					    "function", "api",	      "subsystem", "foll",
					    "role",	"case",	      "longterm",  "write",
					    "status",	"confidence", "evidence",  "seen_by",
					    "releases", NULL };
	static const char *const finding[] = { "id",	 "rule",     "path",	"line",
					       "column", "function", "message", "confidence",
					       "site",	 "trace",    NULL };
	static const char *const release[] = { "path", "line", "function", "api", NULL };
	static const char *const step[] = { "path", "line", "text", NULL };
	char *t = render(json, BY_SUBSYSTEM, 0, false);
	json_t *root = json_loads(t, JSON_REJECT_DUPLICATES, NULL), *x;

	(void)state;
	assert_non_null(root);
	expect_keys(root, top);
	assert_int_equal(json_integer_value(json_object_get(root, "schema")), 1);
	expect_keys(json_object_get(root, "tree"), tree);
	assert_true(json_is_null(json_object_get(json_object_get(root, "tree"), "commit")));
	x = json_object_get(json_object_get(root, "run"), "coverage");
	assert_int_equal(json_integer_value(json_object_get(x, "unknown_nodes")), 1);
	assert_int_equal(json_array_size(json_object_get(x, "not_clean")), 4);
	assert_int_equal(json_array_size(json_object_get(root, "sites")), 5);
	x = json_array_get(json_object_get(root, "sites"), 0);
	expect_keys(x, site);
	assert_true(json_is_integer(json_object_get(x, "case")));
	assert_int_equal(json_array_size(json_object_get(x, "subsystem")), 2);
	expect_keys(json_array_get(json_object_get(x, "releases"), 0), release);
	/* What is not UTF-8 is replaced, all else stays as it is. */
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(x, "evidence"), 1)),
		"a'b\"c; DROP TABLE sites; --\n|*<b>\t\x1b[31m,\xc3\xa4\xef\xbf\xbd end");
	x = json_array_get(json_object_get(root, "findings"), 0);
	expect_keys(x, finding);
	expect_keys(json_array_get(json_object_get(x, "trace"), 0), step);
	assert_non_null(strstr(t, "\"confidence\": 0.9,"));
	json_decref(root);
	free(t);
}

static void test_csv(void **state)
{
	char *t = render(report_csv_sites, BY_SUBSYSTEM, 0, false);

	(void)state;
	assert_non_null(strstr(t, "\r\ns1-"));
	assert_non_null(strstr(t, ",\"net/\"\"q'.c\",take,get_user_pages_fast,\"a'b\"\"c; DROP"));
	assert_non_null(strstr(t, ",cond,converted,3,9,2,1,0.9,2,cocci+clang,,converted\r\n"));
	free(t);
	t = render(report_csv_groups, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, "\r\nA DRIVERS,1,1,1,0,0,0,0,3,33\r\n"));
	free(t);
	t = render(report_csv_findings, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, ",mixed-release,drivers/a/one.c,take,\"a'b\"\"c"));
	free(t);
}

/* A finding is suppressed by the fixture's comment; confirm another, exempt a site. */
static void say_things(void)
{
	vec_push(&rec.verdicts, ((struct verdict){ .fingerprint = rec.findings.v[0].fingerprint,
						   .what = "true",
						   .kase = -1,
						   .note = "seen at work",
						   .source = "review",
						   .place = "jane",
						   .made = "2026-01-31T12:00:00Z" }));
	vec_push(&rec.verdicts, ((struct verdict){ .fingerprint = rec.sites.v[1].fingerprint,
						   .what = "exempt",
						   .kase = 4,
						   .note = NASTY,
						   .source = "review",
						   .place = "jane",
						   .made = "2026-01-31T12:00:00Z" }));
	record_apply_verdicts(&rec);
}

static void test_suppressed(void **state)
{
	char *t;

	(void)state;
	say_things();
	t = render(findings, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, "drivers/a/two.c:31:2: note: a'b\"c; DROP TABLE"));
	assert_non_null(
		strstr(t, "[leak-on-error]: suppressed, comment at drivers/a/two.c:30: a'b"));
	assert_non_null(strstr(t, "note: confirmed by jane on 2026-01-31: seen at work\n"));
	assert_null(strchr(t, '\x1b'));
	free(t);
	record_suppress(&rec);
	t = render(findings, BY_SUBSYSTEM, 0, false);
	assert_null(strstr(t, "suppressed"));
	assert_int_equal(keep_findings, 2);
	free(t);
	t = render(report_text, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, "findings   2: "));
	assert_non_null(
		strstr(t, "\nsuppressed 1; report --findings --suppressed lists them, too\n"));
	assert_non_null(strstr(t, "\nreviewed   1 sites have"));
	expect_line(t, "A DRIVERS", "A DRIVERS 1 1 . 1 . . . 3 50% #####.....");
	free(t);
	t = render(rules, BY_RULE, 0, false);
	expect_line(t, "suppressed,", "suppressed, not counted 1");
	free(t);
	t = render(report_markdown, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, "\n## Suppressed\n"));
	assert_non_null(strstr(t, "(comment at drivers/a/two.c:30) |\n"));
	free(t);
}

static void test_verdicts_json(void **state)
{
	json_t *root, *x;
	char *t;

	(void)state;
	say_things();
	record_suppress(&rec);
	t = render(json, BY_SUBSYSTEM, 0, false);
	root = json_loads(t, JSON_REJECT_DUPLICATES, NULL);
	assert_int_equal(json_array_size(json_object_get(root, "findings")), 2);
	assert_int_equal(json_array_size(json_object_get(root, "suppressed")), 1);
	x = json_array_get(json_object_get(root, "suppressed"), 0);
	x = json_object_get(x, "review");
	assert_string_equal(json_string_value(json_object_get(x, "source")), "comment");
	assert_string_equal(json_string_value(json_object_get(x, "place")), "drivers/a/two.c:30");
	assert_string_equal(json_string_value(json_object_get(x, "verdict")), "false");
	assert_true(json_is_null(json_object_get(x, "made")));
	x = json_array_get(json_object_get(root, "sites"), 1);
	assert_string_equal(json_string_value(json_object_get(x, "status")), "exempt");
	x = json_object_get(x, "review");
	assert_int_equal(json_integer_value(json_object_get(x, "case")), 4);
	assert_string_equal(json_string_value(json_object_get(x, "analysed_status")), "mixed");
	x = json_array_get(json_object_get(root, "sites"), 0);
	assert_true(json_is_null(json_object_get(x, "review")));
	x = json_array_get(json_object_get(x, "paths"), 0);
	assert_string_equal(json_string_value(json_object_get(x, "kind")), "all taken -> released");
	x = json_array_get(json_object_get(x, "steps"), 1);
	assert_string_equal(json_string_value(json_object_get(x, "path")), "net/helper.c");
	json_decref(root);
	free(t);
	t = render(report_csv_sites, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, ",seen_by,review,analysed\r\n"));
	assert_non_null(strstr(t, "\xbd end\",mixed\r\n"));
	assert_non_null(strstr(t, ",cocci+clang,,converted\r\n"));
	free(t);
	t = render(report_csv_findings, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, ",0.75,true,seen at work\r\n"));
	assert_non_null(strstr(t, ",0.75,,\r\n"));
	free(t);
}

static void test_markdown(void **state)
{
	char *t = render(report_markdown, BY_SUBSYSTEM, 0, false);

	(void)state;
	assert_non_null(strstr(t, "| A DRIVERS | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 3 | 33% |\n"));
	/* No markup, no new line, no table cell comes out of the tree. */
	assert_non_null(strstr(t, "--?\\|\\*\\<b\\>??\\[31m"));
	free(t);
}

static void test_deterministic(void **state)
{
	static const render_fn fns[] = { report_text, report_markdown, json, report_csv_sites };
	struct record first = rec;

	(void)state;
	for (size_t i = 0; i < sizeof(fns) / sizeof(fns[0]); i++) {
		char *a, *b;

		rec = first;
		a = render(fns[i], BY_SUBSYSTEM, 0, false);
		fixture_record(&rec, "/no/such/tree", "d1");
		b = render(fns[i], BY_SUBSYSTEM, 0, false);
		assert_string_equal(a, b);
		record_release(&rec);
		free(a);
		free(b);
	}
	rec = first;
}

static void test_filter(void **state)
{
	char *said;

	(void)state;
	stderr_begin();
	assert_int_equal(record_filter(&rec, "mixed,splendid", NULL), -1);
	said = stderr_end();
	assert_non_null(strstr(said, "no status 'splendid'"));
	free(said);
	assert_int_equal(record_filter(&rec, NULL, "./drivers/a/"), 0);
	assert_int_equal(rec.sites.n, 3);
	assert_int_equal(rec.findings.n, 3);
	assert_int_equal(rec.units.n, 2);
	/* A notice without a file concerns all. */
	assert_int_equal(rec.notices.n, 2);
	assert_int_equal(record_filter(&rec, "mixed,converted", NULL), 0);
	assert_int_equal(rec.sites.n, 2);
	assert_int_equal(rec.findings.n, 1);
	assert_int_equal(record_filter(&rec, NULL, "drivers/a/on"), 0);
	assert_int_equal(rec.sites.n, 0);
}

static const struct site *shown_site;

static void show_one(const struct report *rep)
{
	struct show sh = { .rep = rep };

	show_site(&sh, shown_site);
	show_finding(&sh, &rep->r->findings.v[0]);
	show_release(&sh);
}

static void test_show(void **state)
{
	char *dir = fixture_dir(), *t;
	struct db_run saved = run;

	(void)state;
	fixture_write(dir, "drivers/a/one.c", "one\ntwo\n\tret = get_user_pages_fast(\n4\n5\n");
	run.tree = dir;
	shown_site = &rec.sites.v[0];
	t = render(show_one, BY_SUBSYSTEM, 0, false);
	/* The caret stands under column 9, which is 8 characters after the tab. */
	assert_non_null(strstr(t, ">       3 |         ret = get_user_pages_fast(\n"
				  "          |                ^\n"
				  "        4 | 4\n"));
	assert_non_null(strstr(t, "note: 'drivers/a/one.c' has changed since the run"));
	assert_non_null(strstr(t, "note: the file has only 5 lines"));
	assert_non_null(strstr(t, "  - pages are released by put_page"));
	assert_non_null(strstr(t, " 1. drivers/a/one.c:3:9: references are taken here\n"));
	assert_non_null(strstr(t, "paths\n  - all taken -> released\n"
				  "     1. drivers/a/one.c:3:9: takes what was asked for\n"
				  ">       3 |         ret = get_user_pages_fast(\n"));
	assert_non_null(strstr(t, "     2. net/helper.c:5:3: a'b\"c; DROP"));
	assert_non_null(strstr(t, "  - a'b\"c; DROP TABLE"));
	assert_null(strchr(t, '\x1b'));
	free(t);
	run.tree = "/no/such/tree";
	t = render(show_one, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, "is not in the tree any more"));
	free(t);
	run = saved;
	fixture_remove(dir);
}

static void test_show_reviewed(void **state)
{
	char *t;

	(void)state;
	say_things();
	shown_site = &rec.sites.v[1];
	t = render(show_one, BY_SUBSYSTEM, 0, false);
	assert_non_null(strstr(t, "status      exempt, confidence 1.00, reviewed by hand\n"));
	assert_non_null(strstr(t, "evidence\n  - reviewed by hand: a'b"));
	assert_non_null(strstr(t, "(by jane on 2026-01-31; the analysis said mixed, case 2)\n"));
	assert_non_null(strstr(t, "confirmed   seen at work (by jane on 2026-01-31)\n"));
	free(t);
}

static void test_show_outside(void **state)
{
	char *t;

	(void)state;
	rec.sites.v[0].path = "../../../etc/passwd";
	run.tree = "/usr/share/doc";
	shown_site = &rec.sites.v[0];
	t = render(show_one, BY_SUBSYSTEM, 0, false);
	assert_null(strstr(t, "root:"));
	free(t);
	run.tree = "/no/such/tree";
}

int test_report(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_table),	       T(test_groups),	   T(test_coverage),
		T(test_width),	       T(test_colour),	   T(test_findings),
		T(test_json),	       T(test_csv),	   T(test_markdown),
		T(test_deterministic), T(test_filter),	   T(test_show),
		T(test_show_outside),  T(test_suppressed), T(test_verdicts_json),
		T(test_show_reviewed),
	};
#undef T

	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
