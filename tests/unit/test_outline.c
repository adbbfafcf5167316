// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"
#include "lower/outline.h"
#include "plan/slice.h"

int test_outline(void);

/* What is in @text: f function, m macro, i include, each with a name; pasted names end in ##. */
static void expect(const char *text, const char *wanted)
{
	struct outline o = { 0 };
	struct buf b = { 0 };

	outline_read(&o, text, strlen(text));
	for (size_t i = 0; i < o.functions.n; i++)
		buf_addf(&b, "f %.*s%s %zu;", (int)o.functions.v[i].name.n, o.functions.v[i].name.p,
			 o.functions.v[i].pasted ? "##" : "", o.functions.v[i].body.n);
	for (size_t i = 0; i < o.macros.n; i++)
		buf_addf(&b, "m %.*s;", (int)o.macros.v[i].name.n, o.macros.v[i].name.p);
	for (size_t i = 0; i < o.includes.n; i++)
		buf_addf(&b, "i %.*s;", (int)o.includes.v[i].name.n, o.includes.v[i].name.p);
	assert_string_equal(buf_str(&b), wanted);
	buf_release(&b);
	outline_release(&o);
}

static void functions(void **state)
{
	expect("static inline int f(int a) { return a; }", "f f 13;");
	expect("static __always_inline struct s *f(void)\n{\n}\nint g(void);", "f f 3;");
	expect("/* { */ static inline void f(char c)\n{ if (c == '}') g(\"}\"); }", "f f 25;");
	/* what stands in front may need no semicolon */
	expect("MACRO(x)\nstatic inline void f(void) { }", "f f 3;");
	expect("struct s { int a; };\nstatic int g(void) { return 0; }", "m g;");
}

/* Whoever is not sure of a head keeps the body, and says where it leads. */
static void unsure(void **state)
{
	expect("static inline void f(int a) __acquires(a) { g(); }", "m f;m __acquires;");
	expect("static inline void f(void)\n{\n#ifdef X\n\tg();\n#endif\n}\n", "m f;");
	expect("#ifdef X\nstatic inline void f(void)\n#else\nint f(void)\n#endif\n{ }\n",
	       "m f;m f;");
	expect("static const struct s x = { .f = g };", "");
	expect("} } static inline void f(void) { }", "f f 3;");
	expect("static inline void f(void) {", "");
}

static void directives(void **state)
{
	expect("#include <a/b.h>\n # include \"c.h\"\n#include MACRO\n", "i a/b.h;i c.h;");
	expect("#define A 1\n#define B(x) \\\n\tf(x)\n/*\n#define C\n*/\n", "m A;m B;");
	expect("#define D(n) static inline void do_##n(void) \\\n{ \\\n}\n", "f do_## 5;m D;");
	expect("#define D(n) static inline void n##_do(void) { }", "f n## 3;m D;");
}

static void slice(const char *text, const char *wanted)
{
	char *copy = strdup(text);
	text_calls calls = { 0 };

	assert_non_null(copy);
	calltext_scan(text, strlen(text), &calls);
	slice_text(copy, strlen(copy), &calls);
	assert_string_equal(copy, wanted);
	vec_release(&calls);
	free(copy);
}

static void slices(void **state)
{
	slice("int f(void)\n{\n\tg();\n}\nint h(void) {\n\tput_page(p);\n}\nint k(int a) { a; }\n",
	      "int f(void)\n{\n     \n}\nint h(void) {\n\tput_page(p);\n}\nint k(int a) {    }\n");
	slice("SYSCALL_DEFINE1(f, int, a)\n{ a; }\n#define M(x) { x; }\n",
	      "SYSCALL_DEFINE1(f, int, a)\n{    }\n#define M(x) { x; }\n");
}

int test_outline(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(functions),
		cmocka_unit_test(unsure),
		cmocka_unit_test(directives),
		cmocka_unit_test(slices),
	};

	return cmocka_run_group_tests_name("outline", tests, NULL, NULL);
}
