// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "link/ignore.h"
#include "link/suppress.h"
#include "rules/rules.h"
#include "tests/unit/fixture.h"

int test_suppress(void);

static struct record rec;
static char *dir;

static int setup(void **state)
{
	(void)state;
	record_init(&rec);
	dir = fixture_dir();
	rec.tree = dir;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	record_release(&rec);
	fixture_remove(dir);
	return 0;
}

static ignore_vec scan(const char *text)
{
	ignore_vec out = { 0 };
	struct buf b = { 0 };

	buf_add(&b, text);
	ignore_scan("a.c", &b, &rec, &out);
	buf_release(&b);
	return out;
}

/* One rule in the comment, about these lines. */
static void expect_lines(const char *text, unsigned int first, unsigned int last)
{
	ignore_vec v = scan(text);

	assert_int_equal(v.n, 1);
	assert_int_equal(v.v[0].first, first);
	assert_int_equal(v.v[0].last, last);
	assert_string_equal(v.v[0].rule, "leak-on-error");
	assert_string_equal(v.v[0].reason, "why not");
	vec_release(&v);
}

#define IGNORE "/* gupcheck: ignore leak-on-error: why not */"

static void test_lines(void **state)
{
	(void)state;
	expect_lines("\tf(); " IGNORE "\n\tg();\n", 1, 1);
	expect_lines("\t" IGNORE "\n\tf();\n\tg();\n", 2, 2);
	expect_lines("\t" IGNORE " f();\n\tg();\n", 1, 1);
	expect_lines(IGNORE "\n\n/* more */\n// and more\nx = f(a,\n      g(b;c), '(',\n \"(\");\n",
		     5, 7);
	expect_lines(IGNORE "\n#ifdef A \\\n  && B\n\tif (a\n\t    && b) {\n\t\tf();\n", 4, 5);
	expect_lines("f();\n" IGNORE "\nout:\n\treturn 0;\n}\n", 3, 4);
	expect_lines("f();\n" IGNORE "\n}\n", 3, 3);
	expect_lines("f(); // gupcheck: ignore leak-on-error: why not\ng();\n", 1, 1);
	expect_lines("#error don't\nf(); " IGNORE "\n", 2, 2);
	expect_lines(
		"/*\n * gupcheck:  ignore leak-on-error :\twhy\n *    not\n *\n * more\n */\nf();",
		7, 7);
	/* at the end of the file it is about nothing */
	expect_lines("f();\n" IGNORE, 0, 0);
	assert_int_equal(rec.notices.n, 0);
}

static void test_no_comment(void **state)
{
	ignore_vec v =
		scan("s = \"" IGNORE "\";\nc = '\\'" IGNORE "';\n/* see gupcheck: ignore x */\n");

	(void)state;
	assert_int_equal(v.n, 0);
	assert_int_equal(rec.notices.n, 0);
	vec_release(&v);
}

static void test_rules(void **state)
{
	ignore_vec v = scan("/* gupcheck: ignore leak-on-error,partial-leak , null-pages: a: b */\n"
			    "/* gupcheck: ignore mixed-release: x\n"
			    " * gupcheck: ignore null-pages: y */ f();\n");

	(void)state;
	assert_int_equal(v.n, 5);
	assert_string_equal(v.v[1].rule, "partial-leak");
	assert_string_equal(v.v[2].reason, "a: b");
	assert_string_equal(v.v[3].reason, "x");
	assert_int_equal(v.v[3].line, 2);
	assert_int_equal(v.v[4].line, 3);
	assert_int_equal(v.v[4].first, 3);
	vec_release(&v);
}

static void expect_complaint(const char *text, const char *want)
{
	ignore_vec v;

	rec.notices.n = 0;
	v = scan(text);
	assert_int_equal(v.n, 0);
	assert_int_equal(rec.notices.n, 1);
	assert_string_equal(rec.notices.v[0].kind, "suppression");
	assert_string_equal(rec.notices.v[0].path, "a.c");
	assert_string_equal(rec.notices.v[0].text, want);
	vec_release(&v);
}

static void test_complaints(void **state)
{
	(void)state;
	expect_complaint("\n/* gupcheck: ignore no-such: x */",
			 "line 2: there is no rule 'no-such' to ignore");
	expect_complaint(
		"/* gupcheck: ignore leak-on-error */",
		"line 1: the comment gives no reason behind the rules, so it does not count");
	expect_complaint(
		"/* gupcheck: ignore leak-on-error:   */",
		"line 1: the comment gives no reason behind the rules, so it does not count");
	expect_complaint("/* gupcheck: ignore : x */", "line 1: there is no rule '' to ignore");
	expect_complaint(
		"/* gupcheck: sleep */",
		"line 1: 'gupcheck: sleep' is not understood; only 'ignore RULE: REASON' is");
}

/* ---- lists ---- */

static void test_list_round_trip(void **state)
{
	struct verdict in[] = {
		{ "s1-0a", "exempt", 4, "only the pfn", "review", "Jane [x], Doe",
		  "2026-01-31T12:00:00Z", "", "a b/100%#.c", "take" },
		{ "s1-0b", "unknown", -1, "a [b] c", "list", "x:2", "", "", "a.c", "" },
		{ "f1-0c", "false", -1, "x\ny # z", "review", "joe", "2026-01-31T12:00:00Z",
		  "leak-on-error", "a.c", "f" },
		{ "f1-0d", "true", -1, "real", "review", "joe", "2026-01-31T12:00:00Z",
		  "partial-leak", "-", "f" },
	};
	verdict_vec v = { in, 4, 4 }, out = { 0 };
	const char *path = fixture_path(dir, "list");
	char *text = NULL;
	size_t n;
	FILE *f = open_memstream(&text, &n);

	(void)state;
	verdicts_write(f, &v);
	fclose(f);
	assert_string_equal(
		text,
		"s1-0a exempt:4 a%20b/100%25%23.c take # only the pfn [Jane  x   Doe, 2026-01-31T12:00:00Z]\n"
		"s1-0b unknown a.c - # a [b] c\n"
		"f1-0c leak-on-error a.c f # x y # z [joe, 2026-01-31T12:00:00Z]\n"
		"f1-0d partial-leak:true %2d f # real [joe, 2026-01-31T12:00:00Z]\n");
	fixture_write(dir, "list", text);
	free(text);
	assert_int_equal(verdicts_read(path, "list", true, &out, &rec.notices, &rec.mem), 0);
	assert_int_equal(rec.notices.n, 0);
	assert_int_equal(out.n, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(out.v[i].fingerprint, in[i].fingerprint);
		assert_string_equal(out.v[i].what, in[i].what);
		assert_int_equal(out.v[i].kase, in[i].kase);
		assert_string_equal(out.v[i].rule, in[i].rule);
		assert_string_equal(out.v[i].path, in[i].path);
		assert_string_equal(out.v[i].function, in[i].function);
		assert_string_equal(out.v[i].made, in[i].made);
		assert_string_equal(out.v[i].source, "review");
	}
	assert_string_equal(out.v[0].note, "only the pfn");
	assert_string_equal(out.v[0].place, "Jane  x   Doe");
	assert_string_equal(out.v[1].note, "a [b] c");
	assert_string_equal(out.v[2].note, "x y # z");
	vec_release(&out);
}

static void test_list_lines(void **state)
{
	static const char *const want[] = {
		"line 3: not of the form FINGERPRINT WHAT PATH FUNCTION # REASON",
		"line 4: 'x1-00' is no fingerprint",
		"line 5: f1-00 has no reason behind '#', so it does not count",
		"line 6: there is no rule 'no-such'",
		"line 7: 'maybe' is no verdict; true and false are",
		"line 8: 'splendid' is no status of a site",
		"line 9: '6' is no case; 0 to 5 are",
		"line 10: not of the form FINGERPRINT WHAT PATH FUNCTION # REASON",
	};
	verdict_vec out = { 0 };

	(void)state;
	fixture_write(dir, "list",
		      "# a comment\n \t\n"
		      "f1-00 leak-on-error a.c # x\n"
		      "x1-00 leak-on-error a.c f # x\n"
		      "f1-00 leak-on-error a.c f # \n"
		      "f1-00 no-such a.c f # x\n"
		      "f1-00 leak-on-error:maybe a.c f # x\n"
		      "s1-00 splendid a.c f # x\n"
		      "s1-00 exempt:6 a.c f # x\n"
		      "s1-00 exempt a.c f g # x\n"
		      "  s1-00\texempt:3 a.c f #x\r\n"
		      "f1-00 leak-on-error:false a.c f # the last line has no end");
	assert_int_equal(verdicts_read(fixture_path(dir, "list"), "list", false, &out, &rec.notices,
				       &rec.mem),
			 0);
	assert_int_equal(rec.notices.n, sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < rec.notices.n; i++)
		assert_string_equal(rec.notices.v[i].text, want[i]);
	assert_int_equal(out.n, 2);
	assert_int_equal(out.v[0].kase, 3);
	assert_string_equal(out.v[0].note, "x");
	assert_string_equal(out.v[0].place, "list:11");
	assert_string_equal(out.v[1].what, "false");
	vec_release(&out);
}

/* ---- records ---- */

static void add_finding(const char *fp, const char *rule, unsigned int line, const char *site)
{
	struct finding f = { .fingerprint = fp,
			     .rule = rule,
			     .site = site,
			     .path = "a.c",
			     .line = line,
			     .function = "f",
			     .message = "m",
			     .confidence = 0.9 };

	vec_push(&rec.findings, f);
}

static void make_record(enum trust trust)
{
	struct site s = { .fingerprint = "s1-01",
			  .path = "a.c",
			  .line = 3,
			  .function = "f",
			  .api = "pin_user_pages",
			  .status = "unconverted",
			  .kase = 1,
			  .confidence = 0.8,
			  .seen_by = SEEN_CLANG };
	struct unit u = { .path = "a.c", .trust = trust, .reason = "" };

	vec_push(&s.evidence, "a device gets the pages");
	vec_push(&rec.sites, s);
	vec_push(&rec.units, u);
	add_finding("f1-01", "leak-on-error", 6, "s1-01");
	add_finding("f1-02", "partial-leak", 8, NULL);
	add_finding("f1-03", "partial-leak", 9, NULL);
}

static bool told(const char *text)
{
	const struct notice *n;

	vec_each (n, &rec.notices)
		if (strstr(n->text, text))
			return true;
	return false;
}

static const struct suppress here = { .tree = NULL };

static int suppress_here(const char *list)
{
	struct suppress s = here;

	s.tree = dir;
	s.list = list;
	return suppress_record(&s, &rec);
}

static const char source[] = "int f(void)\n"
			     "{\n"
			     "\tpin(); /* gupcheck: ignore leak-on-error: handed to firmware */\n"
			     "\tx();\n"
			     "\ty();\n"
			     "\treturn 1;\n"
			     "\t/* gupcheck: ignore partial-leak, null-pages: never partial */\n"
			     "\treturn 2;\n"
			     "\treturn 3;\n"
			     "\treturn 4; /* gupcheck: ignore partial-leak: old */\n"
			     "}\n";

static void test_record(void **state)
{
	(void)state;
	make_record(TRUST_CLEAN);
	fixture_write(dir, "a.c", source);
	fixture_write(dir, VERDICTS_FILE,
		      "s1-01 exempt:3 a.c f # the notifier is in b.c\n"
		      "f1-03 partial-leak a.c f # nr is 1\n"
		      "f1-02 leak-on-error a.c f # another rule\n"
		      "f1-77 leak-on-error a.c f # gone\n"
		      "s1-77 exempt gone.c f # gone, too\n");
	assert_int_equal(suppress_here(NULL), 0);
	record_apply_verdicts(&rec);
	assert_string_equal(rec.sites.v[0].status, "exempt");
	assert_int_equal(rec.sites.v[0].kase, 3);
	assert_string_equal(rec.sites.v[0].analysed, "unconverted");
	assert_string_equal(rec.sites.v[0].evidence.v[0],
			    "reviewed by hand: the notifier is in b.c (" VERDICTS_FILE
			    ":1; the analysis said unconverted, case 1)");
	assert_int_equal(rec.sites.v[0].evidence.n, 2);
	record_suppress(&rec);
	assert_int_equal(rec.findings.n, 0);
	assert_int_equal(rec.suppressed.n, 3);
	assert_string_equal(rec.suppressed.v[0].verdict->note, "handed to firmware");
	assert_string_equal(rec.suppressed.v[0].verdict->place, "a.c:3");
	assert_string_equal(rec.suppressed.v[1].verdict->note, "never partial");
	assert_string_equal(rec.suppressed.v[2].verdict->source, "list");
	assert_int_equal(rec.notices.n, 5);
	assert_true(told("line 7: nothing is left of null-pages to suppress: remove the comment"));
	assert_true(told("line 10: nothing is left of partial-leak"));
	assert_true(told("line 3: f1-02 is a finding of partial-leak, not of leak-on-error"));
	assert_true(told("line 4: nothing has the fingerprint f1-77 (leak-on-error in f, a.c)"));
	assert_true(told("line 5: nothing has the fingerprint s1-77 (exempt in f, gone.c)"));
}

/* Where the file was not seen well, nobody knows what is left. */
static void test_not_judged(void **state)
{
	(void)state;
	make_record(TRUST_RECOVERED);
	fixture_write(dir, "a.c", source);
	fixture_write(dir, VERDICTS_FILE, "f1-77 leak-on-error a.c f # gone\n");
	assert_int_equal(suppress_here(NULL), 0);
	assert_int_equal(rec.notices.n, 0);
	assert_int_equal(rec.verdicts.n, 2);
}

/* A part of the tree, some of the rules: only these are spoken of. */
static void test_part(void **state)
{
	const struct rule *rules[] = { rule_find("leak-on-error") };
	struct suppress s = { .tree = dir, .rules = rules, .nrules = 1, .part = true };

	(void)state;
	make_record(TRUST_CLEAN);
	rec.findings.n = 1;
	fixture_write(dir, "a.c", source);
	fixture_write(dir, VERDICTS_FILE,
		      "f1-77 partial-leak a.c f # another rule\n"
		      "f1-78 leak-on-error b.c f # another file\n"
		      "f1-79 leak-on-error a.c f # gone\n");
	assert_int_equal(suppress_record(&s, &rec), 0);
	assert_int_equal(rec.notices.n, 1);
	assert_true(told("f1-79"));
}

static void test_missing_list(void **state)
{
	char *said;

	(void)state;
	make_record(TRUST_CLEAN);
	assert_int_equal(suppress_here(NULL), 0);
	stderr_begin();
	assert_int_equal(suppress_here(fixture_path(dir, "none")), -1);
	said = stderr_end();
	assert_non_null(strstr(said, "none': No such file"));
	free(said);
}

static void test_digest(void **state)
{
	struct suppress s = { .tree = dir };
	const char *without, *with, *other;

	(void)state;
	without = suppress_digest(&s, &rec, "d1");
	assert_string_equal(without, "d1");
	fixture_write(dir, VERDICTS_FILE, "# nothing\n");
	with = suppress_digest(&s, &rec, "d1");
	assert_int_equal(strlen(with), 32);
	fixture_write(dir, VERDICTS_FILE, "# nothing yet\n");
	other = suppress_digest(&s, &rec, "d1");
	assert_string_not_equal(with, other);
	assert_string_not_equal(other, suppress_digest(&s, &rec, "d2"));
}

/* The last word holds; a word on findings says nothing of a site. */
static void test_apply(void **state)
{
	(void)state;
	make_record(TRUST_CLEAN);
	vec_push(&rec.verdicts, ((struct verdict){ .fingerprint = "f1-01",
						   .what = "false",
						   .note = "no",
						   .source = "comment",
						   .place = "a.c:1" }));
	vec_push(&rec.verdicts, ((struct verdict){ .fingerprint = "f1-01",
						   .what = "true",
						   .note = "yes",
						   .source = "review",
						   .place = "joe" }));
	vec_push(&rec.verdicts,
		 ((struct verdict){ .fingerprint = "s1-01", .what = "false", .source = "review" }));
	vec_push(
		&rec.verdicts,
		((struct verdict){ .fingerprint = "f1-02", .what = "exempt", .source = "review" }));
	record_apply_verdicts(&rec);
	record_suppress(&rec);
	assert_int_equal(rec.suppressed.n, 0);
	assert_string_equal(rec.findings.v[0].verdict->note, "yes");
	assert_null(rec.findings.v[1].verdict);
	assert_null(rec.sites.v[0].verdict);
	assert_string_equal(rec.sites.v[0].status, "unconverted");
}

static void test_fingerprints(void **state)
{
	struct fingerprints fp = { 0 };
	const char *a, *b, *c;

	(void)state;
	a = fingerprint_next(&fp, "leak-on-error", "a.c", "f", "pin", "x");
	b = fingerprint_next(&fp, "leak-on-error", "a.c", "f", "pin", "x");
	c = fingerprint_next(&fp, "leak-on-error", "a.c", "g", "pin", "x");
	assert_string_equal(a, finding_fingerprint("leak-on-error", "a.c", "f", "pin", "x", 0));
	assert_string_equal(b, finding_fingerprint("leak-on-error", "a.c", "f", "pin", "x", 1));
	assert_string_equal(c, finding_fingerprint("leak-on-error", "a.c", "g", "pin", "x", 0));
	fingerprints_release(&fp);
}

int test_suppress(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_lines),	      T(test_no_comment),      T(test_rules),
		T(test_complaints),   T(test_list_round_trip), T(test_list_lines),
		T(test_record),	      T(test_not_judged),      T(test_part),
		T(test_missing_list), T(test_digest),	       T(test_apply),
		T(test_fingerprints),
	};
#undef T

	return cmocka_run_group_tests_name("suppress", tests, NULL, NULL);
}
