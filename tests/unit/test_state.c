// SPDX-License-Identifier: GPL-2.0-or-later
/* What is known on a path: memory, ranges, relations, copies, joins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "solve/state.h"

int test_state(void);

struct scene {
	struct arena mem;
	struct values *vs;
	struct state *s;
	struct ir_unit *u;
	struct ir_func *f;
	struct ir_node *call;
	val_t a, b, c; /* loads of three parameters: nothing is known of them */
	val_t len; /* an unsigned one */
};

static val_t param(struct scene *x, const char *name, const char *type)
{
	const struct ir_var *v = ir_var_new(x->f, IR_PARAM, name, type);

	return val_load(x->vs, val_var(x->vs, v), NULL, ir_type_is_unsigned(type));
}

static int setup(void **state)
{
	static struct scene x;
	struct ir_loc loc = { .line = 1, .col = 1 };

	memset(&x, 0, sizeof(x));
	x.vs = values_new(&x.mem);
	x.s = state_new(&x.mem, x.vs);
	x.u = ir_unit_new("t.c", "hand");
	x.f = ir_func_new(x.u, "f", "void");
	x.a = param(&x, "a", "s32");
	x.b = param(&x, "b", "s32");
	x.c = param(&x, "c", "s32");
	x.len = param(&x, "len", "u64");
	ir_block_new(x.f);
	x.call = ir_node_new(x.f, IR_ACQUIRE, loc, 0);
	x.call->callee = str_intern("get_user_pages_fast");
	ir_append(x.f, 0, x.call);
	*state = &x;
	return 0;
}

static int teardown(void **state)
{
	struct scene *x = *state;

	values_free(x->vs);
	ir_unit_free(x->u);
	arena_release(&x->mem);
	return 0;
}

static val_t num(struct scene *x, int64_t n)
{
	return val_int(x->vs, n);
}

static void in_range(struct scene *x, val_t v, int64_t lo, int64_t hi)
{
	int64_t l, h;

	state_range(x->s, v, &l, &h);
	assert_true(l == lo && h == hi);
}

static void ranges(void **state)
{
	struct scene *x = *state;

	in_range(x, num(x, 7), 7, 7);
	in_range(x, x->a, NUM_MIN, NUM_MAX);
	in_range(x, x->len, 0, NUM_MAX);
	assert_true(state_assume(x->s, IR_OP_GT, x->a, num(x, 0), true));
	in_range(x, x->a, 1, NUM_MAX);
	assert_true(state_assume(x->s, IR_OP_LE, x->a, num(x, 8), true));
	in_range(x, x->a, 1, 8);
	in_range(x, val_op(x->vs, IR_OP_ADD, x->a, num(x, 2)), 3, 10);
	in_range(x, val_op(x->vs, IR_OP_SUB, x->a, num(x, 1)), 0, 7);
	/* a bound of a sum is a bound of its term */
	assert_true(state_assume(x->s, IR_OP_LT, val_op(x->vs, IR_OP_ADD, x->a, num(x, 1)),
				 num(x, 5), true));
	in_range(x, x->a, 1, 3);
	assert_true(state_assume(x->s, IR_OP_NE, x->a, num(x, 1), true));
	in_range(x, x->a, 2, 3);
	assert_true(state_assume(x->s, IR_OP_EQ, x->a, num(x, 3), true));
	in_range(x, x->a, 3, 3);
	assert_false(state_assume(x->s, IR_OP_NE, x->a, num(x, 3), true));
	assert_false(state_assume(x->s, IR_OP_EQ, x->a, num(x, 3), false));
}

static void ranges_of_terms(void **state)
{
	struct scene *x = *state;
	val_t sum = val_op(x->vs, IR_OP_ADD, x->a, x->b);

	in_range(x, val_op(x->vs, IR_OP_AND, x->a, num(x, 4095)), 0, 4095);
	in_range(x, val_op(x->vs, IR_OP_LT, x->a, x->b), 0, 1);
	in_range(x, val_op(x->vs, IR_OP_SHR, x->len, num(x, 12)), 0, NUM_MAX);
	in_range(x, val_op(x->vs, IR_OP_PTR_ERR_OR_ZERO, x->a, 0), ERRNO_MIN, 0);
	in_range(x, sum, NUM_MIN, NUM_MAX);
	state_assume(x->s, IR_OP_GE, x->a, num(x, 1), true);
	in_range(x, sum, NUM_MIN, NUM_MAX);
	state_assume(x->s, IR_OP_GE, x->b, num(x, 0), true);
	in_range(x, sum, 1, NUM_MAX);
	state_assume(x->s, IR_OP_LE, x->a, num(x, 4), true);
	state_assume(x->s, IR_OP_LE, x->b, num(x, 4), true);
	in_range(x, sum, 1, 8);
}

static void contradictions(void **state)
{
	struct scene *x = *state;

	assert_true(state_assume(x->s, IR_OP_LT, x->a, num(x, 0), true));
	assert_false(state_assume(x->s, IR_OP_GE, x->a, num(x, 0), true));
	assert_false(state_assume(x->s, IR_OP_EQ, x->a, num(x, 0), true));
	assert_int_equal(state_decide(x->s, IR_OP_LT, x->a, num(x, 1)), 1);
	assert_int_equal(state_decide(x->s, IR_OP_GT, x->a, num(x, -1)), 0);
	assert_int_equal(state_decide(x->s, IR_OP_LT, x->a, num(x, -1)), -1);
	assert_int_equal(state_decide(x->s, IR_OP_LT, num(x, 3), num(x, 4)), 1);
	assert_false(state_assume(x->s, IR_OP_GT, num(x, 3), num(x, 4), true));
}

static void relations(void **state)
{
	struct scene *x = *state;
	val_t a1 = val_op(x->vs, IR_OP_ADD, x->a, num(x, 1));

	assert_int_equal(state_decide(x->s, IR_OP_EQ, x->a, x->a), 1);
	assert_int_equal(state_decide(x->s, IR_OP_LT, x->a, a1), 1);
	assert_int_equal(state_decide(x->s, IR_OP_EQ, x->a, x->b), -1);
	assert_true(state_assume(x->s, IR_OP_LT, x->a, x->b, true));
	assert_int_equal(state_decide(x->s, IR_OP_LT, x->a, x->b), 1);
	assert_int_equal(state_decide(x->s, IR_OP_GT, x->b, x->a), 1);
	assert_int_equal(state_decide(x->s, IR_OP_NE, x->b, x->a), 1);
	assert_int_equal(state_decide(x->s, IR_OP_GE, x->a, x->b), 0);
	assert_false(state_assume(x->s, IR_OP_EQ, x->b, x->a, true));
	assert_true(state_assume(x->s, IR_OP_LE, x->b, x->c, true));
	assert_int_equal(state_decide(x->s, IR_OP_GT, x->b, x->c), 0);
	assert_int_equal(state_decide(x->s, IR_OP_EQ, x->b, x->c), -1);
	/* both ends of an order are bounded by each other */
	assert_true(state_assume(x->s, IR_OP_GE, x->a, num(x, 0), true));
	assert_true(state_assume(x->s, IR_OP_LT, x->a, num(x, 9), true));
	assert_int_equal(state_decide(x->s, IR_OP_EQ, x->a, num(x, 9)), 0);
}

/* As in a loop with an unsigned index: a negative bound is a huge one. */
static void unsigned_order(void **state)
{
	struct scene *x = *state;

	assert_true(state_assume(x->s, IR_OP_LT, x->a, num(x, 0), true));
	assert_int_equal(state_decide(x->s, IR_OP_ULT, num(x, 0), x->a), 1);
	assert_int_equal(state_decide(x->s, IR_OP_ULT, x->a, x->len), 0);
	assert_int_equal(state_decide(x->s, IR_OP_UGE, x->len, num(x, 0)), 1);
	assert_int_equal(state_decide(x->s, IR_OP_ULT, x->b, num(x, 8)), -1);
	/* less than a number that is not negative, as unsigned numbers: not negative itself */
	assert_true(state_assume(x->s, IR_OP_ULT, x->b, num(x, 8), true));
	in_range(x, x->b, 0, 7);
}

static void truth_values(void **state)
{
	struct scene *x = *state;
	val_t bad = val_op(x->vs, IR_OP_LT, x->a, num(x, 0));
	val_t err = val_op(x->vs, IR_OP_IS_ERR, x->b, 0);
	val_t none = val_op(x->vs, IR_OP_IS_ERR_OR_NULL, x->c, 0);

	/* bad = a < 0; if (!bad) */
	assert_true(state_assume(x->s, IR_OP_EQ, bad, num(x, 0), true));
	in_range(x, x->a, 0, NUM_MAX);
	assert_true(state_assume(x->s, IR_OP_NE, err, num(x, 0), true));
	in_range(x, x->b, ERRNO_MIN, -1);
	assert_true(state_assume(x->s, IR_OP_NE, none, num(x, 0), false));
	in_range(x, x->c, 1, NUM_MAX);
	assert_true(state_is_zero(x->s, num(x, 0)));
	assert_false(state_is_zero(x->s, x->a));
}

static void memory(void **state)
{
	struct scene *x = *state;
	val_t field = val_field(x->vs, x->a, "struct x", str_intern("pages"));
	val_t other = val_field(x->vs, x->b, "struct x", str_intern("pages"));
	struct state *copy;

	assert_int_equal(state_read(x->s, field, false), val_load(x->vs, field, NULL, false));
	state_write(x->s, field, num(x, 1));
	copy = state_copy(x->s);
	state_write(x->s, field, num(x, 2));
	assert_int_equal(state_read(x->s, field, false), num(x, 2));
	assert_int_equal(state_read(copy, field, false), num(x, 1));
	assert_int_equal(state_read(x->s, other, false), val_load(x->vs, other, NULL, false));
	state_clobber(x->s, x->a, x->call);
	assert_int_equal(val_get(x->vs, state_read(x->s, field, false))->kind, VAL_STALE);
}

static void zeroed_memory(void **state)
{
	struct scene *x = *state;
	val_t object = val_result(x->vs, x->call, false);
	val_t nr = val_field(x->vs, object, "struct x", str_intern("nr"));
	val_t ops = val_field(x->vs, object, "struct x", str_intern("ops"));

	assert_int_not_equal(state_read(x->s, nr, false), num(x, 0));
	state_zeroed(x->s, object);
	assert_int_equal(state_read(x->s, nr, false), num(x, 0));
	state_write(x->s, nr, num(x, 5));
	assert_int_equal(state_read(x->s, nr, false), num(x, 5));
	state_touched(x->s, object);
	assert_int_not_equal(state_read(x->s, ops, false), num(x, 0));
	assert_int_equal(state_read(x->s, nr, false), num(x, 5));
}

static void marks(void **state)
{
	struct scene *x = *state;
	struct state *copy = state_copy(x->s);

	assert_false(state_marked(x->s, x->a, MARK_KNOWN));
	state_mark(x->s, x->a, MARK_KNOWN);
	assert_true(state_marked(x->s, x->a, MARK_KNOWN));
	assert_false(state_marked(x->s, x->b, MARK_KNOWN));
	assert_false(state_marked(copy, x->a, MARK_KNOWN));
	assert_false(state_marked(x->s, x->a, MARK_STORED));
}

/* Equal knowledge gives an equal hash, whatever the order in which it was gathered. */
static void hashes(void **state)
{
	struct scene *x = *state;
	struct state *t = state_copy(x->s);

	assert_true(state_hash(t) == state_hash(x->s));
	state_assume(x->s, IR_OP_GT, x->a, num(x, 0), true);
	assert_true(state_hash(t) != state_hash(x->s));
	state_assume(x->s, IR_OP_LT, x->b, x->c, true);
	state_write(x->s, x->a, num(x, 1));
	state_write(x->s, x->b, num(x, 2));
	state_write(t, x->b, num(x, 2));
	state_assume(t, IR_OP_GT, x->c, x->b, true);
	state_write(t, x->a, num(x, 1));
	state_assume(t, IR_OP_GT, x->a, num(x, 0), true);
	assert_true(state_hash(t) == state_hash(x->s));
	/* where a path came along is no knowledge */
	state_step(t, x->call->loc, x->call, "a step");
	assert_true(state_hash(t) == state_hash(x->s));
}

static void forgetting(void **state)
{
	struct scene *x = *state;
	val_t r = val_result(x->vs, x->call, false), at = x->a;

	state_write(x->s, at, r);
	state_assume(x->s, IR_OP_LT, r, num(x, 0), true);
	state_assume(x->s, IR_OP_LT, x->b, num(x, 0), true);
	state_forget(x->s, x->call);
	/* the call runs again: what it gave before has no name any more */
	assert_int_equal(val_get(x->vs, state_read(x->s, at, false))->kind, VAL_STALE);
	in_range(x, r, NUM_MIN, NUM_MAX);
	in_range(x, x->b, NUM_MIN, -1);
}

static void joins(void **state)
{
	struct scene *x = *state;
	struct state *t = state_copy(x->s), *j;
	int64_t lo, hi;

	state_write(x->s, x->b, num(x, 1));
	state_write(t, x->b, num(x, 1));
	state_write(x->s, x->c, num(x, 2));
	state_write(t, x->c, num(x, 3));
	state_assume(x->s, IR_OP_GE, x->a, num(x, 4), true);
	state_assume(t, IR_OP_GE, x->a, num(x, 2), true);
	state_assume(t, IR_OP_LE, x->a, num(x, 9), true);
	assert_true(state_same_held(x->s, t));
	j = state_join(x->s, t);
	assert_true(j->coarse);
	/* what both know stays, what one knows goes */
	assert_int_equal(state_read(j, x->b, false), num(x, 1));
	assert_int_not_equal(state_read(j, x->c, false), num(x, 2));
	assert_int_not_equal(state_read(j, x->c, false), num(x, 3));
	state_range(j, x->a, &lo, &hi);
	assert_true(lo <= 2 && hi == NUM_MAX);
	state_held(t, x->call)->now = true;
	assert_false(state_same_held(x->s, t));
}

/* An array of which one element is asked for. */
static void held_pages(void **state)
{
	struct scene *x = *state;
	const struct ir_var *v = ir_var_new(x->f, IR_LOCAL, "pages", "arr 8 ptr struct page");
	val_t array = val_var(x->vs, v), page, r = val_result(x->vs, x->call, false);
	struct held *h = state_held(x->s, x->call);

	h->root = array;
	h->result = r;
	h->now = true;
	h->outcome = OUT_FULL;
	page = val_load(x->vs, val_elem(x->vs, array, x->a), NULL, false);
	assert_ptr_equal(state_held(x->s, x->call), h);
	assert_true(state_is_held(h));
	assert_true(state_match(x->s, h, array));
	assert_true(state_match(x->s, h, val_elem(x->vs, array, num(x, 3))));
	assert_true(state_match(x->s, h, page));
	assert_true(state_match(x->s, h, val_op(x->vs, IR_OP_PAGE, page, 0)));
	assert_false(state_match(x->s, h, x->b));
	assert_true(state_derives(x->s, h, val_op(x->vs, IR_OP_SUB, page, x->b)));
	assert_false(state_derives(x->s, h, x->b));
	/* a page that was taken is not NULL */
	assert_int_equal(state_decide(x->s, IR_OP_EQ, page, num(x, 0)), 0);
	h->doubt = true;
	assert_false(state_is_held(h));
}

/* More facts and ranges than there is room for at first. */
static void many(void **state)
{
	struct scene *x = *state;
	val_t v[200];
	char name[16];

	for (int i = 0; i < 200; i++) {
		snprintf(name, sizeof(name), "v%d", i);
		v[i] = param(x, name, "s32");
		state_write(x->s, v[i], num(x, i));
		assert_true(state_assume(x->s, IR_OP_GE, v[i], num(x, i), true));
		assert_true(state_assume(x->s, IR_OP_LE, v[i], x->a, true));
	}
	for (int i = 0; i < 200; i++) {
		assert_int_equal(state_read(x->s, v[i], false), num(x, i));
		in_range(x, v[i], i, NUM_MAX);
	}
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int test_state(void)
{
	const struct CMUnitTest tests[] = {
		T(ranges),	   T(ranges_of_terms),
		T(contradictions), T(relations),
		T(unsigned_order), T(truth_values),
		T(memory),	   T(zeroed_memory),
		T(marks),	   T(hashes),
		T(forgetting),	   T(joins),
		T(held_pages),	   T(many),
	};

	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
