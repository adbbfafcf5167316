// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "plan/calltext.h"

int test_calltext(void);

/* The calls in @text as "line:col name" separated by blanks. */
static void expect(const char *text, const char *wanted)
{
	text_calls calls = { 0 };
	struct buf b = { 0 };

	calltext_scan(text, strlen(text), &calls);
	for (size_t i = 0; i < calls.n; i++)
		buf_addf(&b, "%s%u:%u %s", i ? " " : "", calls.v[i].line, calls.v[i].col,
			 calls.v[i].row->name);
	assert_string_equal(buf_str(&b), wanted);
	buf_release(&b);
	vec_release(&calls);
}

static void finds_calls(void **state)
{
	expect("void f(void)\n{\n\tput_page(p);\n}\n", "3:2 put_page");
	expect("x = get_user_pages (a);", "1:5 get_user_pages");
	expect("return put_page\n\t/* x */\n(p);", "1:8 put_page");
	expect("else put_page(a), put_page(b);", "1:6 put_page 1:19 put_page");
	expect("if (x) unpin_user_page(p);", "1:8 unpin_user_page");
	expect("M({ put_page(x); })", "1:5 put_page");
	expect("out: put_page(p);", "1:6 put_page");
}

static void leaves_declarations(void **state)
{
	expect("void put_page(struct page *p);", "");
	expect("struct page *get_dump_page(unsigned long a);", "");
	expect("static inline void\nput_page(struct page *p)\n{\n}\n", "");
	expect("a->put_page(p); b.put_page(p);", "");
	expect("f = put_page; g(put_page);", "");
	expect("my_put_page(p); put_pages(p); put_page2(p);", "");
	expect("get_page(p);", "");
}

static void leaves_text(void **state)
{
	expect("/* put_page(p) */ // put_page(p)\n", "");
	expect("// put_page(p) \\\nput_page(q)\nput_page(r);", "3:1 put_page");
	expect("s = \"put_page(p)\"; c = '\"'; put_page(p);", "1:29 put_page");
	expect("s = \"a\\\"put_page(p)\";", "");
	expect("#define R(p) put_page(p)\nput_page(p);", "2:1 put_page");
	expect("#define R(p) \\\n\tput_page(p)\nput_page(p);", "3:1 put_page");
	expect("#define R(p) /* a\n put_page(x) */ put_page(p)\nput_page(p);", "3:1 put_page");
	expect("/* a */ #define R(p) put_page(p)\nput_page(p);", "2:1 put_page");
	expect("a /* x\n */ # put_page(p)\n", "2:7 put_page");
}

static void follows_if_zero(void **state)
{
	expect("#if 0\nput_page(a);\n#else\nput_page(b);\n#endif\nput_page(c);",
	       "4:1 put_page 6:1 put_page");
	expect("#if 0\n#ifdef X\nput_page(a);\n#else\nput_page(b);\n#endif\n#endif\nput_page(c);",
	       "8:1 put_page");
	expect("#if X\nput_page(a);\n#else\nput_page(b);\n#endif", "2:1 put_page 4:1 put_page");
	expect("#if 0\n#if 0\n#endif\nput_page(a);\n#endif\nput_page(c);", "6:1 put_page");
	expect("#endif\n#endif\nput_page(a);", "3:1 put_page");
}

static void survives_rubbish(void **state)
{
	static const char bytes[] = "put_page(\0\xff'\n\"\\\n/*";
	text_calls calls = { 0 };

	for (size_t n = 0; n < sizeof(bytes); n++)
		calltext_scan(bytes, n, &calls);
	assert_true(calls.n > 0);
	vec_release(&calls);
	expect("", "");
	expect("#", "");
	expect("#define X \\", "");
	expect("\"", "");
	expect("/", "");
	expect("// \\", "");
}

int test_calltext(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_calls),	    cmocka_unit_test(leaves_declarations),
		cmocka_unit_test(leaves_text),	    cmocka_unit_test(follows_if_zero),
		cmocka_unit_test(survives_rubbish),
	};

	return cmocka_run_group_tests_name("calltext", tests, NULL, NULL);
}
