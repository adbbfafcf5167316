// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plan/maintainers.h"
#include "tests/unit/fixture.h"

int test_maintainers(void);

static const char file[] = "List of maintainers\n"
			   "===================\n"
			   "\tM: *Mail* patches to: not a value, it is indented\n"
			   "\n"
			   "# a remark\n"
			   "ALPHA DRIVERS\n"
			   "M:\tAnn <ann@example.org>\n"
			   "R:\tBen <ben@example.org>\n"
			   "L:\talpha@lists.example.org\n"
			   "S:\tMaintained\n"
			   "F:\tdrivers/alpha/\n"
			   "X:\tdrivers/alpha/beta/\n"
			   "\n"
			   "BETA GLOBS\n"
			   "S:\tOrphan\n"
			   "F:\tdrivers/alpha/b*.[ch]\n"
			   "F:\tinclude/linux/?eta.h\n"
			   "\n"
			   "GAMMA BY NAME\n"
			   "N:\tgamma | delta\n"
			   "\n"
			   "BARE FOLDER\n"
			   "F:\tdrivers/bare\n"
			   "\n"
			   "SHALLOW LAST\n"
			   "F:\tdrivers/alpha/beta/deep.c\n"
			   "F:\tdrivers/\n"
			   "\n"
			   "KEYWORD\n"
			   "K:\tmagic_\\w+\\(\n"
			   "\n"
			   "BROKEN\n"
			   "N:\tgamma(\n"
			   "\n"
			   "THE REST\n"
			   "F:\t*\n"
			   "F:\t*/\n";

static char *tree;

static int setup(void **state)
{
	(void)state;
	tree = fixture_dir();
	fixture_write(tree, "MAINTAINERS", file);
	fixture_write(tree, "drivers/bare/x.c", "int magic_thing(void);\n");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	fixture_remove(tree);
	return 0;
}

/* The titles, one after the other, separated by '>'. */
static char *titles(struct maintainers *m, const char *path)
{
	const struct maint_section **s;
	maint_sections found = { 0 };
	struct buf b = { 0 };

	maintainers_match(m, path, &found);
	vec_each (s, &found)
		buf_addf(&b, "%s%s", b.len ? ">" : "", (*s)->title);
	vec_release(&found);
	return b.p ? b.p : strdup("");
}

static void expect(struct maintainers *m, const char *path, const char *want)
{
	char *have = titles(m, path);

	assert_string_equal(have, want);
	free(have);
}

static void test_order(void **state)
{
	struct maintainers *m = maintainers_read(tree);
	char *said;

	(void)state;
	assert_non_null(m);
	stderr_begin();
	/* Two slashes and no '/' at the end beat the folder; the folder beats all below it. */
	expect(m, "drivers/alpha/bus.c", "BETA GLOBS>ALPHA DRIVERS>SHALLOW LAST>THE REST");
	said = stderr_end();
	/* A pattern that does not compile is named once and left out. */
	assert_non_null(strstr(said, "MAINTAINERS:33: pattern 'gamma(' is left out"));
	free(said);
	expect(m, "drivers/alpha/bus.S", "ALPHA DRIVERS>SHALLOW LAST>THE REST");
	/* A glob stays at its depth; X: takes a section away. */
	expect(m, "drivers/alpha/beta/bus.c", "SHALLOW LAST>THE REST");
	/* '?' is any one character; '*' covers the top only together with its '/'. */
	expect(m, "include/linux/zeta.h", "BETA GLOBS>THE REST");
	expect(m, "include/linux/theta.h", "THE REST");
	expect(m, "Makefile", "THE REST");
	/* Blanks in N: mean nothing; its depth is 0, between the folders and THE REST. */
	expect(m, "drivers/x/gamma.c", "SHALLOW LAST>GAMMA BY NAME>THE REST");
	expect(m, "lib/delta/x.c", "GAMMA BY NAME>THE REST");
	/* A folder without its '/' is one all the same. */
	expect(m, "drivers/bare/x.c", "BARE FOLDER>SHALLOW LAST>THE REST");
	/* The last line that matches gives the depth, not the best one. */
	expect(m, "drivers/alpha/beta/deep.c", "SHALLOW LAST>THE REST");
	maintainers_free(m);
}

static void test_keywords(void **state)
{
	struct maintainers *m;

	(void)state;
	/* A script that knows the switch looks into files only if asked; one without always. */
	fixture_write(tree, "scripts/get_maintainer.pl", "my $keywords_in_file = 0;\n");
	m = maintainers_read(tree);
	expect(m, "drivers/bare/x.c", "BARE FOLDER>SHALLOW LAST>THE REST");
	maintainers_free(m);
	fixture_write(tree, "scripts/get_maintainer.pl", "my $keywords = 1;\n");
	m = maintainers_read(tree);
	expect(m, "drivers/bare/x.c", "BARE FOLDER>SHALLOW LAST>THE REST>KEYWORD");
	expect(m, "drivers/bare/gone.c", "BARE FOLDER>SHALLOW LAST>THE REST");
	maintainers_free(m);
}

static void test_values(void **state)
{
	struct maintainers *m = maintainers_read(tree);
	maint_sections found = { 0 };

	(void)state;
	maintainers_match(m, "drivers/alpha/x.S", &found);
	assert_string_equal(found.v[0]->title, "ALPHA DRIVERS");
	assert_string_equal(found.v[0]->status, "Maintained");
	assert_int_equal(found.v[0]->people.n, 2);
	assert_string_equal(found.v[0]->people.v[0], "Ann <ann@example.org>");
	assert_int_equal(found.v[0]->lists.n, 1);
	assert_string_equal(found.v[0]->lists.v[0], "alpha@lists.example.org");
	vec_release(&found);
	maintainers_free(m);
}

static void test_apply(void **state)
{
	struct maintainers *m = maintainers_read(tree);
	struct record r;

	(void)state;
	record_init(&r);
	r.tree = tree;
	vec_push(&r.units, ((struct unit){ .path = "drivers/bare/x.c", .reason = "" }));
	vec_push(&r.units, ((struct unit){ .path = "drivers/bare/x.c", .reason = "" }));
	maintainers_apply(m, &r);
	assert_int_equal(r.paths.n, 1);
	assert_true(r.paths.v[0].hash != 0);
	assert_string_equal(r.paths.v[0].subsystems.v[0], "BARE FOLDER");
	record_release(&r);
	maintainers_free(m);
}

static void test_missing(void **state)
{
	char *said;

	(void)state;
	stderr_begin();
	assert_null(maintainers_read("/nowhere"));
	said = stderr_end();
	assert_non_null(strstr(said, "/nowhere/MAINTAINERS"));
	free(said);
}

int test_maintainers(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),	cmocka_unit_test(test_keywords),
		cmocka_unit_test(test_values),	cmocka_unit_test(test_apply),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests_name("maintainers", tests, setup, teardown);
}
