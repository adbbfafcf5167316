// SPDX-License-Identifier: GPL-2.0-or-later
/* The builder of the IR: folding, the table's verdict on calls, the tidy end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "lower/lower.h"

int test_lower(void);

static struct lower l;

static int setup(void **state)
{
	memset(&l, 0, sizeof(l));
	lower_begin(&l, ir_unit_new("t.c", "hand"), "f", "s32");
	l.loc = (struct ir_loc){ .line = 1, .col = 2 };
	return 0;
}

static int teardown(void **state)
{
	ir_unit_free(l.u);
	return 0;
}

static struct ir_opnd var(const char *name, const char *type)
{
	return ir_use(ir_place_var(l.f, ir_var_new(l.f, IR_LOCAL, name, type)));
}

static struct ir_opnd num(int64_t n)
{
	return ir_int(n, NULL);
}

/* The blocks of the function, ended, without head and variables. */
static void gives(const char *wanted)
{
	struct buf b = { 0 };

	lower_end(&l);
	assert_int_equal(ir_verify(l.u), 0);
	ir_print_func(l.f, &b);
	assert_non_null(strstr(buf_str(&b), "b0:"));
	assert_string_equal(strstr(buf_str(&b), "b0:"), wanted);
	buf_release(&b);
}

static int64_t folded(enum ir_op op, int64_t a, int64_t b)
{
	struct ir_opnd o = lower_op(&l, op, "s64", num(a), num(b));

	assert_int_equal(o.kind, IR_INT);
	return o.num;
}

static void folding(void **state)
{
	assert_int_equal(folded(IR_OP_ADD, 3, 4), 7);
	assert_int_equal(folded(IR_OP_SUB, 3, 4), -1);
	assert_int_equal(folded(IR_OP_SHL, 1, 12), 4096);
	/* a shift too far has no value in C */
	assert_int_equal(lower_op(&l, IR_OP_SHL, "s64", num(1), num(99)).kind, IR_PLACE);
	assert_int_equal(folded(IR_OP_SHR, -8, 1), -4);
	assert_int_equal(folded(IR_OP_DIV, 9, 2), 4);
	assert_int_equal(folded(IR_OP_LT, -1, 0), 1);
	assert_int_equal(folded(IR_OP_ULT, -1, 0), 0);
	assert_int_equal(folded(IR_OP_ADD, INT64_MAX, 1), INT64_MIN);
	assert_int_equal(lower_op(&l, IR_OP_NOT, "s64", num(0), ir_any()).num, -1);
	/* no value: a node */
	assert_int_equal(lower_op(&l, IR_OP_DIV, "s64", num(1), num(0)).kind, IR_PLACE);
	assert_int_equal(lower_op(&l, IR_OP_MOD, "s64", num(INT64_MIN), num(-1)).kind, IR_PLACE);
	gives("b0:\n\t1:2 %1 = shl 1 99\n"
	      "\t1:2 %2 = div 1 0\n\t1:2 %3 = mod -9223372036854775808 -1\n\t1:2 return\nend\n");
}

static void neutral_operands(void **state)
{
	struct ir_opnd x = var("x", "s32"), t, u;

	t = lower_op(&l, IR_OP_ADD, "s32", x, num(0));
	/* a snapshot: later changes of x do not reach it */
	assert_int_equal(t.place->var->kind, IR_TEMP);
	u = lower_op(&l, IR_OP_MUL, "s32", t, num(1));
	assert_true(ir_opnd_eq(&t, &u));
	lower_return(&l, &t);
	gives("b0:\n\t1:2 %1 = copy x\n\t1:2 return %1\nend\n");
}

static void flag_names(void **state)
{
	struct ir_opnd w = ir_int(1, "FOLL_WRITE"), lt = ir_int(256, "FOLL_LONGTERM"), o;

	o = lower_op(&l, IR_OP_OR, "u32", w, lt);
	assert_int_equal(o.num, 257);
	assert_string_equal(o.text, "FOLL_WRITE|FOLL_LONGTERM");
	o = lower_op(&l, IR_OP_OR, "u32", w, num(0));
	assert_string_equal(o.text, "FOLL_WRITE");
	o = lower_op(&l, IR_OP_OR, "u32", w, num(4));
	assert_null(o.text);
	o = lower_op(&l, IR_OP_AND, "u32", w, lt);
	assert_null(o.text);
}

static void decided_branches(void **state)
{
	unsigned int yes = lower_block(&l), no = lower_block(&l);
	struct ir_opnd one = num(1), two = num(2), x = var("x", "s32");

	lower_branch(&l, IR_OP_LT, one, two, yes, no);
	lower_start(&l, yes);
	lower_test(&l, ir_addr(l.f, x.place), no, yes);
	lower_start(&l, no);
	lower_return(&l, &two);
	gives("b0:\n\t1:2 return 2\nend\n");
}

static void goto_chains(void **state)
{
	unsigned int a = lower_block(&l), b = lower_block(&l), c = lower_block(&l),
		     dead = lower_block(&l);
	struct ir_opnd x = var("x", "s32");

	lower_test(&l, x, a, b);
	lower_start(&l, a);
	lower_goto(&l, c);
	lower_start(&l, b);
	lower_goto(&l, c);
	lower_start(&l, dead);
	lower_unknown(&l, "nobody comes here");
	lower_start(&l, c);
	lower_return(&l, &x);
	/* both ways are the same, so nothing is asked; what nobody reaches is gone */
	gives("b0:\n\t1:2 return x\nend\n");
}

static void code_behind_a_return(void **state)
{
	struct ir_opnd x = var("x", "s32");

	lower_return(&l, &x);
	lower_assign(&l, x.place, num(1));
	lower_op(&l, IR_OP_ADD, "s32", x, num(1));
	lower_test(&l, x, lower_block(&l), lower_block(&l));
	gives("b0:\n\t1:2 return x\nend\n");
}

/* A block that goes to itself, and two that go to each other, stay. */
static void empty_loops(void **state)
{
	unsigned int a = lower_block(&l), b = lower_block(&l);

	lower_start(&l, a);
	lower_goto(&l, b);
	lower_start(&l, b);
	lower_goto(&l, a);
	lower_end(&l);
	assert_int_equal(ir_verify(l.u), 0);
	assert_true(l.f->blocks.n >= 1);
	for (size_t i = 0; i < l.f->blocks.n; i++)
		assert_int_equal(vec_last(&l.f->blocks.v[i]->nodes)->kind, IR_GOTO);
}

static void numbering(void **state)
{
	struct ir_opnd x = var("x", "s32"), a, b;
	unsigned int second = lower_block(&l), first = lower_block(&l);

	lower_op(&l, IR_OP_FRESH, "s32", ir_any(), ir_any());
	a = lower_op(&l, IR_OP_ADD, "s32", x, num(5));
	lower_test(&l, a, first, second);
	lower_start(&l, second);
	b = lower_op(&l, IR_OP_ADD, "s32", x, num(6));
	lower_return(&l, &b);
	lower_start(&l, first);
	lower_return(&l, &x);
	gives("b0:\n\t1:2 %1 = fresh\n\t1:2 %2 = add x 5\n\t1:2 br ne %2 0 b1 b2\n"
	      "b1:\n\t1:2 return x\nb2:\n\t1:2 %3 = add x 6\n\t1:2 return %3\nend\n");
}

static struct ir_opnd call(const char *name, const char *param, struct ir_opnd arg, bool local)
{
	const char *params[] = { param };
	struct lower_call c = { .callee = name,
				.is_local = local,
				.args = &arg,
				.params = params,
				.n = 1,
				.type = "ptr void",
				.loc = l.loc };

	return lower_call(&l, &c);
}

static void calls_by_the_table(void **state)
{
	struct ir_opnd page = var("page", "ptr struct page");

	call("put_page", "page", page, false);
	call("put_page", "page", page, true);
	call("set_page_dirty", "page", page, false);
	call("get_dump_page", "addr", num(4096), false);
	call("kfree", "objp", page, false);
	call("some_call", NULL, page, false);
	gives("b0:\n\t1:2 release put_page -> %1 page=page\n\t1:2 call put_page -> %2 page=page\n"
	      "\t1:2 dirty set_page_dirty -> %3 page=page\n"
	      "\t1:2 acquire get_dump_page -> %4 addr=4096\n\t1:2 access kfree -> %5 objp=page\n"
	      "\t1:2 call some_call -> %6 page\n\t1:2 return\nend\n");
}

static void pure_functions(void **state)
{
	struct ir_opnd page = var("page", "ptr struct page"), r;

	call("page_folio", "page", page, false);
	call("IS_ERR", "ptr", page, false);
	r = call("PTR_ERR", "ptr", page, false);
	lower_return(&l, &r);
	gives("b0:\n\t1:2 %1 = page page\n\t1:2 %2 = iserr page\n\t1:2 %3 = ptrerr page\n"
	      "\t1:2 return %3\nend\n");
}

static void no_return(void **state)
{
	struct lower_call c = { .callee = "panic", .noreturn = true, .type = "void", .loc = l.loc };

	lower_call(&l, &c);
	lower_unknown(&l, "behind it");
	gives("b0:\n\t1:2 call panic\n\t1:2 stop panic\nend\n");
}

static void indices(void **state)
{
	struct ir_opnd i = var("i", "s32"), p = var("p", "ptr s32"), o;

	o = lower_index(&l, ir_int(3, "THREE"), "s32");
	assert_null(o.text);
	o = lower_index(&l, i, "s32");
	assert_true(ir_opnd_eq(&o, &i));
	o = lower_index(&l, ir_use(ir_place_deref(l.f, p.place)), "s32");
	assert_int_equal(o.place->var->kind, IR_TEMP);
	assert_int_equal(lower_index(&l, ir_str(), "s32").kind, IR_ANY);
}

static void wanted_texts(void **state)
{
	static const char yes[] = "{ x = pin_user_pages_fast (a, b); }";
	static const char no[] = "{ my_put_pages(a); put_pages(b); get_user_pagesx(c); }";

	assert_true(lower_wants(yes, strlen(yes)));
	assert_false(lower_wants(no, strlen(no)));
	assert_false(lower_wants(yes, 12)); /* the name is cut off */
	assert_false(lower_wants("", 0));
}

static int64_t constant(const char *name)
{
	for (size_t i = 0; i < l.u->consts.n; i++)
		if (!strcmp(l.u->consts.v[i].name, name))
			return l.u->consts.v[i].value;
	return 0;
}

static void flag_macros(void **state)
{
	static const char text[] = "#define FOLL_WRITE\t0x01\t/* write */\n"
				   "#define FOLL_PIN (1 << 19)\n#define FOLL_BIT BIT(4)\n"
				   "#define FOLL_WRITE 2\n#define FOLL_ODD FOLL_PIN\n"
				   "#define NOT_FOLL_X 3\n#define FOLL_LAST 8";

	lower_consts(l.u, text, strlen(text));
	assert_int_equal(constant("FOLL_WRITE"), 1);
	assert_int_equal(constant("FOLL_PIN"), 1 << 19);
	assert_int_equal(constant("FOLL_BIT"), 16);
	assert_int_equal(constant("FOLL_ODD"), 0);
	assert_int_equal(constant("FOLL_LAST"), 8);
	assert_int_equal(l.u->consts.n, 4);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int test_lower(void)
{
	const struct CMUnitTest tests[] = {
		T(folding),	     T(neutral_operands), T(flag_names),
		T(decided_branches), T(goto_chains),	  T(code_behind_a_return),
		T(empty_loops),	     T(numbering),	  T(calls_by_the_table),
		T(pure_functions),   T(no_return),	  T(indices),
		T(wanted_texts),     T(flag_macros),
	};

	return cmocka_run_group_tests_name("lower", tests, NULL, NULL);
}
