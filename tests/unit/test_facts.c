// SPDX-License-Identifier: GPL-2.0-or-later
/* The facts reader: what was written comes back, everything else is refused in one line. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/diag.h"
#include "base/file.h"
#include "facts/facts.h"
#include "lower/lower.h"

int test_facts(void);

static char path[4096];

static struct ir_unit *make_unit(void)
{
	struct ir_unit *u = ir_unit_new("drivers/x/y.c", "clang");
	struct lower l = { 0 };
	const struct ir_place *n;
	struct lower_call c = { .callee = "use", .type = "s32" };
	struct ir_opnd arg;

	lower_begin(&l, u, "f", "s32");
	l.loc = (struct ir_loc){ .line = 3, .col = 1 };
	n = ir_place_var(l.f, ir_var_new(l.f, IR_PARAM, "n", "s32"));
	arg = ir_use(n);
	c.args = &arg;
	c.n = 1;
	c.loc = l.loc;
	arg = lower_call(&l, &c);
	lower_return(&l, &arg);
	lower_end(&l);
	return u;
}

static void write_raw(const char *text, size_t n)
{
	assert_int_equal(file_write(path, text, n), 0);
}

/* Reading must fail with exactly one message, which is not shown. */
static void refused(void)
{
	unsigned int before = error_count();
	int shown = dup(2), null = open("/dev/null", O_WRONLY);
	struct ir_unit *u;

	dup2(null, 2);
	u = facts_read(path);
	dup2(shown, 2);
	close(shown);
	close(null);
	assert_null(u);
	assert_int_equal(error_count(), before + 1);
}

static int setup(void **state)
{
	const char *dir = getenv("TMPDIR");

	snprintf(path, sizeof(path), "%s/facts-test-%d.gir", dir ? dir : "/tmp", (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	unlink(path);
	return 0;
}

static void round_trip(void **state)
{
	struct ir_unit *u = make_unit(), *v;
	struct buf a = { 0 }, b = { 0 };

	u->trust = IR_RECOVERED;
	u->errors = 2;
	u->reason = str_intern("y.c:1:2: expected ')'; and more");
	assert_int_equal(facts_write(path, u, 7), 0);
	v = facts_read(path);
	assert_non_null(v);
	ir_print_unit(u, &a);
	ir_print_unit(v, &b);
	assert_string_equal(buf_str(&a), buf_str(&b));
	assert_string_equal(v->reason, u->reason);
	ir_unit_free(u);
	ir_unit_free(v);
	buf_release(&a);
	buf_release(&b);
}

static void not_parsed_is_kept(void **state)
{
	struct ir_unit *u = ir_unit_new("a.c", "clang"), *v;

	u->trust = IR_NOT_PARSED;
	u->reason = str_intern("killed after 120 s");
	assert_int_equal(facts_write(path, u, 0), 0);
	v = facts_read(path);
	assert_non_null(v);
	assert_int_equal(v->trust, IR_NOT_PARSED);
	assert_string_equal(v->reason, "killed after 120 s");
	ir_unit_free(u);
	ir_unit_free(v);
}

static void equal_content_is_left_alone(void **state)
{
	struct ir_unit *u = make_unit();
	struct stat before, after;

	assert_int_equal(facts_write(path, u, 1), 0);
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(facts_write(path, u, 1), 0);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	ir_unit_free(u);
}

static void truncated_anywhere(void **state)
{
	struct ir_unit *u = make_unit();
	struct buf b = { 0 };

	assert_int_equal(facts_write(path, u, 1), 0);
	assert_int_equal(file_read(path, &b), 0);
	for (size_t n = 0; n < b.len; n++) {
		write_raw(b.p, n);
		refused();
	}
	ir_unit_free(u);
	buf_release(&b);
}

static void altered_anywhere(void **state)
{
	struct ir_unit *u = make_unit();
	struct buf b = { 0 };
	char *body;

	assert_int_equal(facts_write(path, u, 1), 0);
	assert_int_equal(file_read(path, &b), 0);
	body = strstr(b.p, "\n\n") + 2;
	for (char *p = body; p < b.p + b.len; p++) {
		*p ^= 1;
		write_raw(b.p, b.len);
		refused();
		*p ^= 1;
	}
	write_raw("more", 4);
	buf_add(&b, "more");
	write_raw(b.p, b.len);
	refused();
	ir_unit_free(u);
	buf_release(&b);
}

static void foreign_files(void **state)
{
	static const char *const texts[] = {
		"ELF",
		"gupcheck-facts",
		"gupcheck-facts 99\napi x\nunit a.c\nbody 0 0\n\n",
		"gupcheck-facts -1\n\n",
		"gupcheck-facts 1\napi another\nunit a.c\nbody 0 0\n\n",
		"int main(void) { return 0; }\n",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		write_raw(texts[i], strlen(texts[i]));
		refused();
	}
	unlink(path);
	refused();
}

static void arguments_have_a_hash(void **state)
{
	const char *a[] = { "-DX", "-DY" }, *b[] = { "-DX", "-DZ" };

	assert_int_equal(facts_args("/o", a, 2), facts_args("/o", a, 2));
	assert_int_not_equal(facts_args("/o", a, 2), facts_args("/o", b, 2));
	assert_int_not_equal(facts_args("/o", a, 2), facts_args("/p", a, 2));
	assert_int_not_equal(facts_args("/o", a, 2), facts_args("/o", a, 1));
}

int test_facts(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(not_parsed_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(equal_content_is_left_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(truncated_anywhere, setup, teardown),
		cmocka_unit_test_setup_teardown(altered_anywhere, setup, teardown),
		cmocka_unit_test_setup_teardown(foreign_files, setup, teardown),
		cmocka_unit_test(arguments_have_a_hash),
	};

	return cmocka_run_group_tests_name("facts", tests, NULL, NULL);
}
