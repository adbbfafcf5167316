// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "api/api.h"

int test_api(void);

static void every_row_is_found(void **state)
{
	assert_true(api_nr_rows > 300);
	for (size_t i = 0; i < api_nr_rows; i++) {
		assert_ptr_equal(api_find(api_rows[i].name), &api_rows[i]);
		if (i)
			assert_true(strcmp(api_rows[i - 1].name, api_rows[i].name) < 0);
	}
}

static void strangers_are_not_found(void **state)
{
	assert_null(api_find(""));
	assert_null(api_find("get_user_page"));
	assert_null(api_find("get_user_pages "));
	assert_null(api_find("zzz"));
	assert_null(api_find("AAA"));
	assert_null(api_find("trace"));
}

static void families_of_names(void **state)
{
	const struct api_row *r = api_find("trace_dma_fence_emit");

	assert_non_null(r);
	assert_string_equal(r->name, "trace_*");
	assert_int_equal(r->role, API_INERT);
	assert_ptr_equal(api_find("trace_"), r);
	/* a row of its own comes first */
	assert_string_equal(api_find("kasan_check_byte")->name, "kasan_*");
	assert_int_equal(api_find("kasan_reset_tag")->role, API_VALUE);
}

static void rows_are_coherent(void **state)
{
	for (size_t i = 0; i < api_nr_rows; i++) {
		const struct api_row *r = &api_rows[i];

		assert_string_not_equal(api_role_name(r->role), "?");
		assert_string_not_equal(api_kind_name(r->kind), "?");
		assert_non_null(r->until);
		if (r->role == API_ACQUIRE) {
			assert_in_range(r->kind, K_GET, K_EXTRACT);
			assert_int_not_equal(r->held, H_NONE);
			assert_int_not_equal(r->shape, S_NONE);
			assert_true(api_is_gup(r));
		}
		if (r->role == API_RELEASE)
			assert_in_range(r->kind, K_GET, K_EXTRACT);
		if (r->role == API_LOCK)
			assert_in_range(r->kind, L_LOCK, L_TRYLOCK);
		if (r->role == API_CONTEXT)
			assert_true((r->kind >= C_HARDIRQ && r->kind <= C_PROCESS) ||
				    r->kind == C_CALLED || (r->kind == C_LAST && r->carrier));
		if (r->role == API_INERT)
			assert_true(r->kind == K_NONE ||
				    ((r->kind == I_WRITES || r->kind == I_LINKS) && r->pages));
		if (r->role == API_DIRTY)
			assert_in_range(r->kind, D_UNLOCKED, D_LOCKED);
	}
	assert_string_equal(api_role_name(API_NR_ROLES), "?");
	assert_string_equal(api_kind_name(K_NR), "?");
}

static void families(void **state)
{
	const struct api_row *r = api_find("pin_user_pages_fast");

	assert_int_equal(r->role, API_ACQUIRE);
	assert_int_equal(r->kind, K_PIN);
	assert_int_equal(r->shape, S_ARRAY);
	assert_int_equal(r->held, H_COUNT);
	assert_string_equal(r->pages, "pages");
	assert_string_equal(r->count, "nr_pages");
	assert_string_equal(r->flags, "gup_flags");
	assert_null(r->dirty);
	assert_true(api_is_gup(api_find("unpin_user_page")));
	assert_true(api_is_gup(api_find("put_user_pages")));
	assert_int_equal(api_find("put_user_pages")->kind, K_GET);
	assert_false(api_is_gup(api_find("put_page")));
	assert_false(api_is_gup(NULL));
	assert_int_equal(api_find("set_page_dirty")->kind, D_UNLOCKED);
	assert_int_equal(api_find("set_page_dirty_lock")->kind, D_LOCKED);
	assert_null(api_find("get_dump_page")->pages);
}

static void arguments(void **state)
{
	const char *const now[] = { "start", "nr_pages", "gup_flags", "pages" };
	const char *const old[] = { "start", "nr_pages", "write", "pages" };
	const char *const bare[] = { NULL, "nr" };

	assert_int_equal(api_arg("pages", now, 4), 3);
	assert_int_equal(api_arg("gup_flags/write", now, 4), 2);
	assert_int_equal(api_arg("gup_flags/write", old, 4), 2);
	assert_int_equal(api_arg("page", now, 4), -1);
	assert_int_equal(api_arg("pagesx", now, 4), -1);
	assert_int_equal(api_arg(NULL, now, 4), -1);
	assert_int_equal(api_arg("", now, 4), -1);
	assert_int_equal(api_arg("pages", now, 0), -1);
	assert_int_equal(api_arg("pages/#0", bare, 2), 0);
	assert_int_equal(api_arg("#1", bare, 2), 1);
	assert_int_equal(api_arg("#2", bare, 2), -1);
	assert_int_equal(api_arg("pages/#0", now, 4), 3);
	assert_int_equal(api_arg("nr/-", bare, 2), 1);
	assert_int_equal(api_arg("nr/-", bare, 1), -1);
}

static void fixed_counts(void **state)
{
	assert_int_equal(api_fixed_count("1"), 1);
	assert_int_equal(api_fixed_count("nr_pages"), -1);
	assert_int_equal(api_fixed_count("#0"), -1);
	assert_int_equal(api_fixed_count(NULL), -1);
}

static void dirtying(void **state)
{
	const char *const v52[] = { "pages", "npages" };
	const char *const v54[] = { "pages", "npages", "make_dirty" };
	const struct api_row *r = api_find("put_user_pages_dirty_lock");

	assert_true(api_always_dirties(r, v52, 2));
	assert_false(api_always_dirties(r, v54, 3));
	assert_int_equal(api_arg(r->dirty, v54, 3), 2);
	assert_false(api_always_dirties(api_find("unpin_user_pages"), v52, 2));
	assert_false(api_always_dirties(api_find("unpin_user_pages_dirty_lock"), v52, 2));
	assert_true(api_always_dirties(api_find("put_user_pages_dirty"), v52, 2));
}

static void what_the_extra_words_say(void **state)
{
	const struct api_row *r = api_find("unpin_user_pages_dirty_lock");
	const struct api_row *add = api_find("bio_add_page");

	assert_int_equal(r->sleeps, SLEEP_DIRTY);
	assert_int_equal(r->negative, NEG_HUGE);
	assert_int_equal(api_find("unpin_user_pages")->negative, NEG_WARNS);
	assert_int_equal(api_find("unpin_user_pages")->sleeps, SLEEP_NO);
	assert_int_equal(api_find("release_pages")->negative, NEG_NOTHING);
	assert_int_equal(api_find("put_page")->negative, NEG_NONE);
	assert_int_equal(api_find("set_page_dirty_lock")->sleeps, SLEEP_ALWAYS);
	assert_int_equal(add->held, H_BYTES);
	assert_string_equal(add->bytes, "len/#2");
	assert_false(add->own_ref);
	assert_true(api_find("skb_append_pagefrags")->own_ref);
	assert_string_equal(api_find("request_threaded_irq")->process, "thread_fn");
	assert_string_equal(api_find("virtqueue_add_inbuf")->keeps, "data");
}

static void directions(void **state)
{
	const struct api_row *r = api_find("dma_map_sgtable");

	assert_string_equal(r->dir, "dir");
	assert_int_equal(api_dir(r, 0), DIR_BOTH);
	assert_int_equal(api_dir(r, 1), DIR_TO_DEVICE);
	assert_int_equal(api_dir(r, 2), DIR_FROM_DEVICE);
	assert_int_equal(api_dir(r, 3), DIR_UNKNOWN);
	assert_int_equal(api_dir(r, -1), DIR_UNKNOWN);
	assert_int_equal(api_dir(api_find("virtqueue_add_inbuf"), -1), DIR_FROM_DEVICE);
	assert_int_equal(api_dir(api_find("virtqueue_add_outbuf"), 2), DIR_TO_DEVICE);
	assert_int_equal(api_dir(api_find("put_page"), 1), DIR_UNKNOWN);
}

static void records(void **state)
{
	assert_true(api_is_carrier("struct sg_table"));
	assert_true(api_is_carrier("struct bio"));
	assert_true(api_is_carrier("struct xarray"));
	assert_false(api_is_carrier("sg_table"));
	assert_false(api_is_carrier("struct bio_integrity_payload"));
	assert_false(api_is_carrier(""));
	assert_int_equal(api_context_field("struct bio", "bi_end_io"), C_HARDIRQ);
	assert_int_equal(api_context_field("struct timer_list", "function"), C_SOFTIRQ);
	assert_int_equal(api_context_field("struct work_struct", "func"), C_PROCESS);
	assert_int_equal(api_context_field("struct bio", "bi_private"), K_NONE);
	assert_int_equal(api_context_field("struct bvec", "bi_end_io"), K_NONE);
}

static void digest(void **state)
{
	assert_int_equal(strlen(api_digest()), 32);
}

int test_api(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found), cmocka_unit_test(strangers_are_not_found),
		cmocka_unit_test(rows_are_coherent),  cmocka_unit_test(families),
		cmocka_unit_test(arguments),	      cmocka_unit_test(fixed_counts),
		cmocka_unit_test(dirtying),	      cmocka_unit_test(digest),
		cmocka_unit_test(families_of_names),  cmocka_unit_test(what_the_extra_words_say),
		cmocka_unit_test(directions),	      cmocka_unit_test(records),
	};

	return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
