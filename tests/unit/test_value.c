// SPDX-License-Identifier: GPL-2.0-or-later
/* Symbolic values: equal terms are equal numbers, sums and flags fold as page counts need it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "solve/value.h"

int test_value(void);

/* A unit with a function, so that there are variables and nodes to speak of. */
struct scene {
	struct arena mem;
	struct values *vs;
	struct ir_unit *u;
	struct ir_func *f;
	struct ir_var *x, *n;
	struct ir_node *call;
	val_t addr_x, load_x, load_n, result;
};

static int setup(void **state)
{
	static struct scene s;
	struct ir_loc loc = { .line = 1, .col = 1 };

	memset(&s, 0, sizeof(s));
	s.vs = values_new(&s.mem);
	s.u = ir_unit_new("t.c", "hand");
	s.f = ir_func_new(s.u, "f", "void");
	s.x = ir_var_new(s.f, IR_LOCAL, "x", "ptr struct x");
	s.n = ir_var_new(s.f, IR_PARAM, "n", "s32");
	ir_block_new(s.f);
	s.call = ir_node_new(s.f, IR_CALL, loc, 0);
	s.call->callee = "ask";
	ir_append(s.f, 0, s.call);
	s.addr_x = val_var(s.vs, s.x);
	s.load_x = val_load(s.vs, s.addr_x, NULL, false);
	s.load_n = val_load(s.vs, val_var(s.vs, s.n), NULL, false);
	s.result = val_result(s.vs, s.call, false);
	*state = &s;
	return 0;
}

static int teardown(void **state)
{
	struct scene *s = *state;

	values_free(s->vs);
	ir_unit_free(s->u);
	arena_release(&s->mem);
	return 0;
}

static val_t num(struct scene *s, int64_t n)
{
	return val_int(s->vs, n);
}

static val_t op(struct scene *s, enum ir_op o, val_t a, val_t b)
{
	return val_op(s->vs, o, a, b);
}

static void prints(struct scene *s, val_t v, const char *wanted)
{
	struct buf b = { 0 };

	val_print(s->vs, v, &b);
	assert_string_equal(buf_str(&b), wanted);
	buf_release(&b);
}

static void equal_terms(void **state)
{
	struct scene *s = *state;
	val_t a = val_field(s->vs, s->load_x, "struct x", str_intern("next"));

	assert_int_equal(num(s, 5), num(s, 5));
	assert_int_not_equal(num(s, 5), num(s, 6));
	assert_int_equal(a, val_field(s->vs, s->load_x, "struct x", str_intern("next")));
	assert_int_not_equal(a, val_field(s->vs, s->load_x, "struct x", str_intern("prev")));
	assert_int_equal(val_var(s->vs, s->x), s->addr_x);
	assert_int_not_equal(val_load(s->vs, s->addr_x, s->call, false), s->load_x);
	assert_int_not_equal(val_load(s->vs, s->addr_x, NULL, true), s->load_x);
	assert_int_equal(val_fn(s->vs, "f"), val_fn(s->vs, "f"));
	/* the table grows: numbers given before stay */
	for (int i = 0; i < 5000; i++)
		num(s, i);
	assert_int_equal(val_fn(s->vs, "f"), val_fn(s->vs, "f"));
	assert_int_equal(val_var(s->vs, s->x), s->addr_x);
}

static void folds_numbers(void **state)
{
	struct scene *s = *state;
	int64_t n;

	assert_int_equal(op(s, IR_OP_ADD, num(s, 2), num(s, 3)), num(s, 5));
	assert_int_equal(op(s, IR_OP_SUB, num(s, 2), num(s, 3)), num(s, -1));
	assert_int_equal(op(s, IR_OP_MUL, num(s, -4), num(s, 3)), num(s, -12));
	assert_int_equal(op(s, IR_OP_SHL, num(s, 1), num(s, 12)), num(s, 4096));
	assert_int_equal(op(s, IR_OP_NOT, num(s, 0), 0), num(s, -1));
	assert_int_equal(op(s, IR_OP_NEG, num(s, 7), 0), num(s, -7));
	/* what has no value stays a term */
	assert_false(val_is_int(s->vs, op(s, IR_OP_DIV, num(s, 1), num(s, 0)), &n));
	assert_false(val_is_int(s->vs, op(s, IR_OP_SHL, num(s, 1), num(s, 64)), &n));
	assert_false(val_is_int(s->vs, op(s, IR_OP_SHR, num(s, 1), num(s, -1)), &n));
	/* as the machine does it: round the corner */
	assert_int_equal(op(s, IR_OP_ADD, num(s, INT64_MAX), num(s, 1)), num(s, INT64_MIN));
	assert_int_equal(op(s, IR_OP_NEG, num(s, INT64_MIN), 0), num(s, INT64_MIN));
}

static void folds_sums(void **state)
{
	struct scene *s = *state;
	val_t n = s->load_n, r = s->result, base;

	assert_int_equal(op(s, IR_OP_ADD, n, num(s, 0)), n);
	assert_int_equal(op(s, IR_OP_SUB, op(s, IR_OP_ADD, n, num(s, 2)), num(s, 2)), n);
	assert_int_equal(op(s, IR_OP_ADD, num(s, 1), n), op(s, IR_OP_ADD, n, num(s, 1)));
	assert_int_equal(op(s, IR_OP_SUB, n, n), num(s, 0));
	assert_int_equal(op(s, IR_OP_SUB, op(s, IR_OP_ADD, n, num(s, 3)), n), num(s, 3));
	assert_int_equal(op(s, IR_OP_ADD, n, r), op(s, IR_OP_ADD, r, n));
	/* pinned + (nr - pinned) */
	assert_int_equal(op(s, IR_OP_ADD, r, op(s, IR_OP_SUB, n, r)), n);
	assert_int_equal(op(s, IR_OP_ADD, op(s, IR_OP_SUB, n, r), r), n);
	assert_int_equal(op(s, IR_OP_SUB, op(s, IR_OP_ADD, n, r), r), n);
	assert_int_equal(val_offset(s->vs, op(s, IR_OP_SUB, n, num(s, 4)), &base), -4);
	assert_int_equal(base, n);
	assert_int_equal(val_offset(s->vs, n, &base), 0);
	assert_int_equal(base, n);
}

static void same_value(void **state)
{
	struct scene *s = *state;

	assert_int_equal(op(s, IR_OP_COPY, s->load_n, 0), s->load_n);
	assert_int_equal(op(s, IR_OP_PTR_ERR, op(s, IR_OP_ERR_PTR, s->load_n, 0), 0), s->load_n);
}

static void places(void **state)
{
	struct scene *s = *state;
	val_t field = val_field(s->vs, s->load_x, "struct x", str_intern("pages"));
	val_t second = val_elem(s->vs, field, num(s, 2));

	assert_int_equal(val_elem(s->vs, field, num(s, 0)), field);
	assert_int_equal(val_elem(s->vs, second, num(s, -2)), field);
	assert_int_equal(val_elem(s->vs, second, s->load_n),
			 val_elem(s->vs, field, op(s, IR_OP_ADD, s->load_n, num(s, 2))));
	assert_int_equal(val_object(s->vs, second), s->load_x);
	assert_int_equal(val_array(s->vs, second), field);
	assert_int_equal(val_array(s->vs, field), field);
	assert_int_equal(val_page(s->vs, op(s, IR_OP_PAGE, s->load_x, 0)), s->load_x);
	assert_int_equal(val_page(s->vs, field), s->load_x);
}

static void parts(void **state)
{
	struct scene *s = *state;
	val_t phi = val_phi(s->vs, 3, s->n);
	val_t sum = op(s, IR_OP_ADD, op(s, IR_OP_MUL, s->result, num(s, 8)), phi);

	assert_true(val_contains(s->vs, sum, s->result));
	assert_false(val_contains(s->vs, sum, s->load_n));
	assert_true(val_mentions(s->vs, sum, s->call));
	assert_false(val_mentions(s->vs, s->load_n, s->call));
	assert_true(val_mentions_phi(s->vs, sum, 3));
	assert_false(val_mentions_phi(s->vs, sum, 4));
	assert_true(val_contains(s->vs, val_derived(s->vs, s->load_n, s->result), s->result));
	assert_true(val_get(s->vs, val_phi(s->vs, 1, ir_var_new(s->f, IR_LOCAL, "u", "u32")))
			    ->is_unsigned);
	assert_false(val_get(s->vs, phi)->is_unsigned);
}

/* A tower of operations ends in a term without parts, and questions about it end too. */
static void towers(void **state)
{
	struct scene *s = *state;
	val_t v = s->load_n;

	for (int i = 0; i < 10000; i++)
		v = op(s, i % 2 ? IR_OP_XOR : IR_OP_MUL, v, s->result);
	assert_int_equal(val_get(s->vs, v)->kind, VAL_OP);
	assert_false(val_contains(s->vs, v, s->addr_x));
	val_mentions(s->vs, v, s->call);
}

static void bits(void **state)
{
	struct scene *s = *state;
	uint64_t must, may;
	val_t v = op(s, IR_OP_OR, s->load_n, num(s, 0x101));

	val_bits(s->vs, num(s, 0x11), &must, &may);
	assert_int_equal(must, 0x11);
	assert_int_equal(may, 0x11);
	val_bits(s->vs, v, &must, &may);
	assert_int_equal(must, 0x101);
	assert_true(may == ~0ull);
	val_bits(s->vs, op(s, IR_OP_AND, v, num(s, ~0x100)), &must, &may);
	assert_int_equal(must, 0x1);
	assert_true(may == ~0x100ull);
	val_bits(s->vs, op(s, IR_OP_AND, s->load_n, num(s, 3)), &must, &may);
	assert_int_equal(must, 0);
	assert_int_equal(may, 3);
}

static void texts(void **state)
{
	struct scene *s = *state;
	val_t next = val_field(s->vs, s->load_x, "struct x", str_intern("next"));

	prints(s, num(s, -12), "-12");
	prints(s, s->addr_x, "&x");
	prints(s, s->load_x, "x");
	prints(s, s->result, "result of ask()");
	prints(s, val_load(s->vs, next, NULL, false), "x->next");
	prints(s, next, "&x->next");
	prints(s, op(s, IR_OP_SUB, s->load_n, num(s, 1)), "n - 1");
	prints(s, op(s, IR_OP_ADD, s->load_n, num(s, 1)), "n + 1");
	prints(s, op(s, IR_OP_ULT, s->load_n, num(s, 8)), "n < 8");
	prints(s, val_load(s->vs, val_elem(s->vs, s->addr_x, num(s, 3)), NULL, false), "x[3]");
	prints(s, val_load(s->vs, val_elem(s->vs, s->load_x, s->load_n), NULL, false), "x[n]");
}

int test_value(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(equal_terms, setup, teardown),
		cmocka_unit_test_setup_teardown(folds_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(folds_sums, setup, teardown),
		cmocka_unit_test_setup_teardown(same_value, setup, teardown),
		cmocka_unit_test_setup_teardown(places, setup, teardown),
		cmocka_unit_test_setup_teardown(parts, setup, teardown),
		cmocka_unit_test_setup_teardown(towers, setup, teardown),
		cmocka_unit_test_setup_teardown(bits, setup, teardown),
		cmocka_unit_test_setup_teardown(texts, setup, teardown),
	};

	return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
