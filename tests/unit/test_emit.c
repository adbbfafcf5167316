// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON that goes into a script element, read back by a parser that is not ours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "reports/share.h"

int test_emit(void);

static void check_text(const char *s, size_t n, const char *want)
{
	struct buf b = { 0 };
	json_t *j;

	emit_textn(&b, s, n);
	assert_null(strpbrk(buf_str(&b), "<>&\n\t"));
	j = json_loadb(b.p, b.len, JSON_DECODE_ANY, NULL);
	assert_non_null(j);
	assert_string_equal(json_string_value(j), want);
	json_decref(j);
	buf_release(&b);
}

static void texts(void **state)
{
	(void)state;
	check_text("", 0, "");
	check_text("a/b.c", 5, "a/b.c");
	check_text("</script><!-- & \" \\ ", 20, "</script><!-- & \" \\ ");
	check_text("\t\n\r\x01\x1f\x7f", 6, "\t\n\r\x01\x1f\x7f");
	check_text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", 9,
		   "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
	/* overlong, a surrogate, cut off, alone */
	check_text("\xc0\xbc", 2, "\xef\xbf\xbd\xef\xbf\xbd");
	check_text("\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	check_text("a\xe2\x82\xac", 3, "a\xef\xbf\xbd\xef\xbf\xbd");
	check_text("\xff<", 2, "\xef\xbf\xbd<");
	/* what is behind a NUL is no text */
	check_text("ab\0cd", 5, "ab");
}

static void document(void **state)
{
	static const char want[] =
		"{\"a\":[1,[],{},null],\"b\":true,\"c\":0.25,\"d\":[\"x\",null,0]}";
	struct buf b = { 0 };

	(void)state;
	emit_open(&b, '{');
	emit_key(&b, "a");
	emit_open(&b, '[');
	emit_number(&b, 1);
	emit_open(&b, '[');
	emit_close(&b, ']');
	emit_open(&b, '{');
	emit_close(&b, '}');
	emit_null(&b);
	emit_close(&b, ']');
	emit_key(&b, "b");
	emit_bool(&b, true);
	emit_key(&b, "c");
	emit_real(&b, 0.25);
	emit_key(&b, "d");
	emit_open(&b, '[');
	emit_text(&b, "x");
	emit_real(&b, 1.0 / 0.0);
	emit_number(&b, 0);
	emit_close(&b, ']');
	emit_close(&b, '}');
	assert_string_equal(buf_str(&b), want);
	buf_release(&b);
}

static void shared(void **state)
{
	struct share s = { 0 };

	(void)state;
	assert_int_equal(share_text(&s, "one", 3), 0);
	assert_int_equal(share_text(&s, "two", 3), 1);
	assert_int_equal(share_text(&s, "one more", 3), 0);
	assert_int_equal(share_text(&s, "", 0), 2);
	assert_int_equal(s.n, 3);
	assert_string_equal(buf_str(&s.list), "\"one\",\"two\",\"\"");
	share_release(&s);
}

int test_emit(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(document),
		cmocka_unit_test(shared),
	};

	return cmocka_run_group_tests_name("emit", tests, NULL, NULL);
}
