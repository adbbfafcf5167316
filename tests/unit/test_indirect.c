// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls through a field of a record: what the functions do that are bound to it is evidence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "solve/site.h"

int test_indirect(void);

/* @bound: the lines that bind functions; @args: what the call through the field gets. */
static struct ir_unit *unit_of(const char *bound, const char *args)
{
	struct buf b = { 0 };
	struct ir_unit *u;

	buf_add(&b, "unit t.c\nfrontend hand\ntrust clean\n");
	buf_add(&b, bound);
	buf_add(&b, "func drop static at 1:1 end 9 returns void\n"
		    "param page ptr struct page\n"
		    "b0:\n"
		    "\t1:1 release unpin_user_page page=page\n"
		    "\t1:2 return\n"
		    "end\n"
		    "func drop_in static at 11:1 end 19 returns void\n"
		    "param o ptr struct obj\n"
		    "b0:\n"
		    "\t11:1 release unpin_user_page page=o*.{obj}page\n"
		    "\t11:2 return\n"
		    "end\n"
		    "func take at 21:1 end 29 returns s32\n"
		    "param ops ptr struct ops\n"
		    "local o struct obj\n"
		    "local ret s64\n"
		    "b0:\n"
		    "\t21:1 acquire pin_user_pages_fast -> ret start=4096 nr_pages=1 gup_flags=0 "
		    "pages=&o.{obj}page\n"
		    "\t21:2 br eq ret 1 b1 b2\n"
		    "b1:\n");
	buf_addf(&b, "\t22:1 call *ops*.{ops}drop %s\n", args);
	buf_add(&b, "\t22:2 return 0\nb2:\n\t23:1 return -14\nend\n");
	u = ir_parse(buf_str(&b), "t");
	buf_release(&b);
	assert_non_null(u);
	return u;
}

/* How many releases are found through the field; whatever is found, the pages count as handed on. */
static size_t releases(const char *bound, const char *args)
{
	struct program *p = program_new(NULL, 0);
	struct ir_unit *u = unit_of(bound, args);
	site_views views = { 0 };
	size_t n = 0;

	program_add(p, u);
	program_solve(p);
	site_views_make(p, &views);
	assert_int_equal(views.n, 1);
	assert_true(views.v[0]->fate & FATE_KEPT);
	assert_false(views.v[0]->fate & FATE_RELEASED);
	for (size_t i = 0; i < views.v[0]->releases.n; i++) {
		assert_int_equal(views.v[0]->releases.v[i].way, WAY_OPS);
		n++;
	}
	site_views_release(&views);
	program_free(p);
	ir_unit_free(u);
	return n;
}

static void test_page(void **state)
{
	assert_int_equal(releases("bind {ops}drop drop some_ops 5:1\n", "o.{obj}page"), 1);
}

static void test_object(void **state)
{
	assert_int_equal(releases("bind {ops}drop drop_in some_ops 5:1\n", "&o"), 1);
}

static void test_both(void **state)
{
	assert_int_equal(
		releases("bind {ops}drop drop a 5:1\nbind {ops}drop drop_in b 6:1\n", "&o"), 1);
}

static void test_nothing_fits(void **state)
{
	assert_int_equal(releases("", "o.{obj}page"), 0);
	assert_int_equal(releases("bind {ops}other drop some_ops 5:1\n", "o.{obj}page"), 0);
	assert_int_equal(releases("bind {ops}drop drop some_ops 5:1\n", "o.{obj}page 1"), 0);
	assert_int_equal(releases("bind {ops}drop drop some_ops 5:1\n", "1 o.{obj}page"), 0);
	assert_int_equal(releases("bind {ops}drop unknown some_ops 5:1\n", "o.{obj}page"), 0);
}

int test_indirect(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_object),
		cmocka_unit_test(test_both),
		cmocka_unit_test(test_nothing_fits),
	};

	return cmocka_run_group_tests_name("indirect", tests, NULL, NULL);
}
