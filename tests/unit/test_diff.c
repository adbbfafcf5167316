// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "reports/diff.h"
#include "reports/lines.h"
#include "tests/unit/fixture.h"

int test_diff(void);

static void add_site(struct record *r, const char *path, const char *function, const char *api,
		     const char *args, const char *foll)
{
	struct site s = { .path = path,
			  .function = function,
			  .api = api,
			  .args = args,
			  .foll = foll,
			  .status = "unknown",
			  .role = "consumer",
			  .write = "no",
			  .kase = -1 };

	s.fingerprint = finding_fingerprint("site", path, function, api, args, 0);
	vec_push(&r->sites, s);
}

/* Which one of the older sites each newer one is. */
static void expect_pairs(const struct record *was, const struct record *is, const long *want)
{
	long pair[16];

	match_sites(was, is, pair);
	for (size_t i = 0; i < is->sites.n; i++)
		if (pair[i] != want[i])
			fail_msg("site %zu is %ld, not %ld", i, pair[i], want[i]);
}

static void test_match(void **state)
{
	struct record was, is;

	(void)state;
	record_init(&was);
	record_init(&is);
	add_site(&was, "d/a.c", "same", "get_user_pages", "a,b", "GET");
	add_site(&was, "d/a.c", "local", "get_user_pages", "a,b", "GET");
	add_site(&was, "d/a.c", "turns", "get_user_pages", "x,y", "GET");
	add_site(&was, "d/m.c", "moves", "get_user_pages", "p,q", "GET");
	add_site(&was, "d/n.c", "other_file", "get_user_pages", "p,q", "GET");
	add_site(&was, "d/a.c", "old_name", "pin_user_pages", "own", "PIN");
	add_site(&was, "d/a.c", "goes", "get_user_pages", "e,f", "GET");

	add_site(&is, "d/a.c", "new_name", "pin_user_pages", "own", "PIN");
	add_site(&is, "d/a.c", "local", "get_user_pages", "addr,b", "GET");
	add_site(&is, "d/a.c", "turns", "pin_user_pages", "x,y", "PIN");
	add_site(&is, "e/m.c", "moves", "get_user_pages", "p,q", "GET");
	add_site(&is, "d/o.c", "other_file", "pin_user_pages", "r", "PIN");
	add_site(&is, "d/a.c", "same", "get_user_pages", "a,b", "GET");
	add_site(&is, "d/a.c", "comes", "get_user_pages", "g,h", "GET");
	expect_pairs(&was, &is, (long[]){ 5, 1, 2, 3, 4, 0, -1 });
	/* one of two alike is gone: the first pairs with the first */
	add_site(&was, "d/t.c", "two", "get_user_pages", "1", "GET");
	add_site(&was, "d/t.c", "two", "get_user_pages", "2", "GET");
	add_site(&is, "d/t.c", "two", "get_user_pages", "3", "GET");
	expect_pairs(&was, &is, (long[]){ 5, 1, 2, 3, 4, 0, -1, 7 });
	/* an unknown function is not the name of one */
	record_release(&was);
	record_release(&is);
	record_init(&was);
	record_init(&is);
	add_site(&was, "d/a.c", "", "get_user_pages", "", "GET");
	add_site(&is, "d/b.c", "", "get_user_pages", "", "GET");
	expect_pairs(&was, &is, (long[]){ -1 });
	record_release(&was);
	record_release(&is);
}

static void count_states(const struct diff *d, unsigned int *sites, unsigned int *findings)
{
	memset(sites, 0, sizeof(*sites) * DIFF_NR);
	memset(findings, 0, sizeof(*findings) * DIFF_NR);
	for (size_t i = 0; i < d->sites.n; i++)
		sites[d->sites.v[i].state]++;
	for (size_t i = 0; i < d->findings.n; i++)
		findings[d->findings.v[i].state]++;
}

/* Told before, told now: the table of reports/diff.h, row by row. */
static void test_told(void **state)
{
	unsigned int s[DIFF_NR], f[DIFF_NR];
	struct diff d = { 0 };
	struct record was, is;

	(void)state;
	fixture_record(&was, "/t", "d1");
	fixture_record(&is, "/t", "d2");
	record_apply_verdicts(&was);
	record_apply_verdicts(&is);
	diff_make(&d, &was, &is, 0.7);
	count_states(&d, s, f);
	assert_int_equal(s[DIFF_SAME], 5);
	/* the third is suppressed on both sides */
	assert_int_equal(f[DIFF_SAME], 2);
	assert_int_equal(d.findings.n, 2);
	diff_release(&d);

	d = (struct diff){ 0 };
	diff_make(&d, &was, &is, 0.9);
	assert_int_equal(d.findings.n, 0);
	diff_release(&d);

	/* less certain now; the suppression is new; another one is fixed, one comes */
	d = (struct diff){ 0 };
	is.findings.v[0].confidence = 0.3;
	was.findings.v[1].verdict = was.findings.v[2].verdict = NULL;
	is.findings.v[1].verdict = is.findings.v[2].verdict = NULL;
	is.findings.v[1].rule = "wrong-count";
	is.findings.v[1].fingerprint = "f1-aa";
	diff_make(&d, &was, &is, 0.7);
	count_states(&d, s, f);
	assert_int_equal(f[DIFF_CHANGED], 1);
	assert_int_equal(f[DIFF_NEW], 1);
	assert_int_equal(f[DIFF_GONE], 1);
	assert_int_equal(f[DIFF_SAME], 1);
	diff_only(&d, "drivers/a/one.c");
	count_states(&d, s, f);
	assert_int_equal(f[DIFF_CHANGED], 1);
	assert_int_equal(d.findings.n, 1);
	assert_int_equal(d.sites.n, 2);
	diff_release(&d);
	record_release(&was);
	record_release(&is);
}

/* A list says of names what was in the record, hostile ones too. */
static void test_baseline(void **state)
{
	unsigned int s[DIFF_NR], f[DIFF_NR];
	char *dir = fixture_dir(), *text = NULL;
	const char *path = fixture_path(dir, "list");
	struct diff d = { 0 };
	struct record is, list;
	size_t n = 0;
	FILE *out;

	(void)state;
	fixture_record(&is, "/t", "d1");
	out = open_memstream(&text, &n);
	baseline_write(out, &is);
	fclose(out);
	fixture_write(dir, "list", text);
	record_init(&list);
	assert_int_equal(baseline_read(path, &list), 0);
	assert_int_equal(list.sites.n, is.sites.n);
	assert_int_equal(list.findings.n, is.findings.n);
	for (size_t i = 0; i < list.sites.n; i++) {
		assert_string_equal(list.sites.v[i].path, is.sites.v[i].path);
		assert_string_equal(list.sites.v[i].status, is.sites.v[i].status);
		assert_string_equal(list.sites.v[i].function, is.sites.v[i].function);
	}
	diff_make(&d, &list, &is, 0.7);
	count_states(&d, s, f);
	assert_int_equal(s[DIFF_SAME], 5);
	assert_int_equal(f[DIFF_SAME], 3);
	diff_release(&d);
	record_release(&list);
	record_release(&is);
	free(text);
	fixture_remove(dir);
}

/* What the program that GitHub runs gives for the same texts. */
static void test_line_hash(void **state)
{
	static const struct {
		const char *text, *hashes[10];
	} rows[] = {
		{ "", { "c129715d7a2bc9a3:1" } },
		{ "int f(void)\n{\n\treturn g();\n}\n\nint f(void)\n{\n\treturn g();\n}\n",
		  { "c09b77d78204baf3:1", "bd3aa3ac96983aa9:1", "fb4baa8aef00980:1",
		    "ca2a586b6a71ce77:1", "de3dfe90cf200374:1", "26d5a4e7f07fed5a:1",
		    "800f61c86010b434:1", "f3615d41143201d3:1", "32dce9ccfdbc9d3e:1",
		    "c129715d7a2bc9a3:1" } },
		{ "// caf\xc3\xa9 \xf0\x9f\x98\x80\r\nx;\r\n\r\n",
		  { "c7dc16f766f1acbe:1", "779b71c1491039ea:1", "3c5bef55b72b93c9:1",
		    "c129715d7a2bc9a3:1" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		strings_vec all = { 0 };

		line_hashes(rows[i].text, strlen(rows[i].text), &all);
		for (size_t k = 0; k < all.n; k++)
			assert_string_equal(all.v[k], rows[i].hashes[k]);
		assert_true(all.n == 10 || !rows[i].hashes[all.n]);
		vec_release(&all);
	}
}

static void test_line_repeats(void **state)
{
	struct buf b = { 0 };
	strings_vec all = { 0 };

	(void)state;
	for (int i = 0; i < 60; i++)
		buf_add(&b, "abc\n");
	line_hashes(b.p, b.len, &all);
	assert_int_equal(all.n, 61);
	/* windows that lie within the repeated text are equal, and counted */
	assert_string_equal(strchr(all.v[0], ':'), ":1");
	assert_string_equal(strchr(all.v[30], ':'), ":31");
	assert_int_equal(strncmp(all.v[0], all.v[30], strcspn(all.v[0], ":")), 0);
	assert_string_equal(strchr(all.v[59], ':'), ":1");
	vec_release(&all);
	buf_release(&b);
}

static void test_columns(void **state)
{
	char *dir = fixture_dir();
	struct record r;
	struct sources s = { .r = &r };
	const struct source *f;

	(void)state;
	fixture_write(dir, "a.c", "x = \xc3\xa4(call);\r\n\xf0\x9f\x98\x80 y_1;\n");
	record_init(&r);
	r.tree = dir;
	f = source_get(&s, "a.c");
	assert_int_equal(source_column(f, 1, 5), 5);
	assert_int_equal(source_column(f, 1, 8), 7);
	assert_int_equal(source_word(f, 1, 8), 4);
	assert_int_equal(source_column(f, 2, 6), 4);
	assert_int_equal(source_word(f, 2, 6), 3);
	assert_int_equal(source_word(f, 2, 60), 1);
	assert_int_equal(source_column(f, 9, 3), 3);
	assert_null(source_hash(f, 9));
	assert_non_null(source_hash(f, 2));
	assert_false(source_get(&s, "../a.c")->there);
	assert_false(source_get(&s, "/etc/passwd")->there);
	sources_release(&s);
	record_release(&r);
	fixture_remove(dir);
}

int test_diff(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match),	 cmocka_unit_test(test_told),
		cmocka_unit_test(test_baseline), cmocka_unit_test(test_line_hash),
		cmocka_unit_test(test_columns),	 cmocka_unit_test(test_line_repeats),
	};

	return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
