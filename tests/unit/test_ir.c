// SPDX-License-Identifier: GPL-2.0-or-later
/* The IR: its text form there and back, the verifier, the parser on hostile text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "ir/ir.h"
#include "tests/unit/fixture.h"

int test_ir(void);

#define HEAD "unit t.c\nfrontend hand\ntrust clean\nerrors 0\n"
#define FUNC "func f at 1:1 end 2 returns s32\n"

static const char everything[] =
	"unit drivers/x/y.c\nfrontend hand\ntrust recovered\nerrors 3\n"
	"reason y.c:3:4: a thing is missing; and another\n"
	"file 1 include/linux/mm.h\nfile 2 /abs/o.h\n"
	"const FOLL_WRITE 1\nconst FOLL_LOWEST -9223372036854775808\n"
	"bind {ops}run do_run my_ops 1/10:2\nbind {u:any}cb do_cb tab 11:2m\n"
	"func f static inline errors at 2/5:7m end 90 returns ptr struct page\n"
	"param p ptr struct x\nparam n s32\n"
	"local a arr 8 ptr struct page\nlocal static cache ptr void\nlocal p#2 u64\n"
	"global @g ptr struct x\ntemp %1 s32\ntemp %2 bool\n"
	"b0:\n"
	"\t6:1 %1 = copy n\n\t6:2m n = add %1 -5\n\t2/6:3 p#2 = fresh\n"
	"\t7:1 store p*.{x}next @g\n\t7:2 store @g p*.{x}in.{u:any}ptr\n"
	"\t7:3 store a[n] a[3]\n\t7:4 store p*[?] &p*.{x}list\n"
	"\t8:1 call use \"\" fn:f ? 4096`PAGE_SIZE` `\"text`quoted`\",f,...`\n"
	"\t8:2 call *p*.{x}ops*.{ops}run -> %1 self=p &a[0]\n"
	"\t9:1 acquire get_user_pages_fast -> n start=0 nr_pages=8 "
	"gup_flags=1`FOLL_WRITE` pages=&a[0] `0,8,FOLL_WRITE,a`\n"
	"\t9:2 dirty set_page_dirty page=a[0]\n\t9:3 release put_page page=a[0]\n"
	"\t9:4 access kfree objp=p\n\t9:5 escape p &n\n\t9:6 unknown LambdaExpr\n"
	"\t9:7 %2 = iserr p\n"
	"\t10:1 br ne %2 0 b1 b2\n"
	"b1:\n\t11:1 multi b2 b3 b1\n"
	"b2:\n\t12:1 return a[1]\n"
	"b3:\n\t13:1 stop panic\n"
	"end\n"
	"func g at 100:1 end 101 returns void\nb0:\n\t101:1 goto b1\nb1:\n\t101:2 return\nend\n";

static void round_trip(void **state)
{
	struct ir_unit *u = ir_parse(everything, "test");
	struct buf b = { 0 }, again = { 0 };

	assert_non_null(u);
	ir_print_unit(u, &b);
	assert_string_equal(buf_str(&b), everything);
	ir_unit_free(u);
	u = ir_parse(buf_str(&b), "test");
	assert_non_null(u);
	ir_print_unit(u, &again);
	assert_string_equal(buf_str(&again), everything);
	ir_unit_free(u);
	buf_release(&b);
	buf_release(&again);
}

static void free_form(void **state)
{
	static const char text[] = "# a comment\n\nunit   t.c\nfrontend hand\n# another\n"
				   "func f at 1:1 end 2 returns s32\n\nlocal x   s32\n# here too\n"
				   "b0:\n\t1:1   x  =  copy   7\n\n\t2:1 return x\nend\n";
	struct ir_unit *u = ir_parse(text, "test");

	assert_non_null(u);
	assert_string_equal(u->path, "t.c");
	assert_int_equal(u->funcs.n, 1);
	assert_int_equal(u->funcs.v[0]->blocks.v[0]->nodes.v[0]->args[0].num, 7);
	ir_unit_free(u);
}

static void canonical_forms(void **state)
{
	static const char text[] =
		HEAD FUNC "param p ptr struct x\nb0:\n\t1:1 call use p*[0] &p* &p*[0] &p*[1]\n"
			  "\t2:1 return\nend\n";
	struct ir_unit *u = ir_parse(text, "test");
	struct buf b = { 0 };

	assert_non_null(u);
	ir_print_node(u->funcs.v[0], u->funcs.v[0]->blocks.v[0]->nodes.v[0], &b);
	assert_string_equal(buf_str(&b), "1:1 call use p* p p &p*[1]");
	buf_release(&b);
	ir_unit_free(u);
}

/* @text must be refused with one line that says @why. */
static void refuse(const char *text, const char *why)
{
	struct ir_unit *u;
	char *said;

	stderr_begin();
	u = ir_parse(text, "test");
	said = stderr_end();
	if (u || !strstr(said, why) || strchr(said, '\n') != said + strlen(said) - 1)
		fail_msg("wanted '%s', got '%s' for:\n%s", why, said, text);
	free(said);
}

static void refuse_in_block(const char *line, const char *why)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 HEAD FUNC "param p ptr struct x\nlocal x s32\nglobal @g s32\nb0:\n\t%s\n"
			   "%send\n",
		 line,
		 strstr(line, "goto") || strstr(line, "br ") || strstr(line, "return 1") ?
			 "" :
			 "\t9:9 return\n");
	refuse(text, why);
}

static void malformed_lines(void **state)
{
	refuse("", "no IR");
	refuse("func f at 1:1 end 2 returns s32\n", "no IR");
	refuse("unit\n", "no IR");
	refuse("unit t.c\nnonsense\n", "an unknown line");
	refuse("unit t.c\ntrust maybe\n", "degree of trust");
	refuse("unit t.c\nerrors many\n", "a number is missing");
	refuse("unit t.c\nerrors 4294967296\n", "too large");
	refuse("unit t.c\nerrors 99999999999999999999999999999999\n", "too large");
	refuse("unit t.c\nfile 2 a.h\n", "out of order");
	refuse("unit t.c\nfile 1\n", "out of order");
	refuse("unit t.c\nconst A\n", "without a value");
	refuse("unit t.c\nconst A 9223372036854775808\n", "bad number");
	refuse("unit t.c\nbind {ops}run f\n", "incomplete binding");
	refuse("unit t.c\nbind ops.run f v 1:1\n", "without its record");
	refuse("unit t.c\nend\n", "an end without a function");
	refuse("unit t.c\nb0:\n", "a block outside a function");
	refuse("unit t.c\n\t1:1 return\n", "a node outside a block");
	refuse("unit t.c\nlocal x s32\n", "a variable in the wrong place");
	refuse(HEAD FUNC, "ends inside a function");
	refuse(HEAD FUNC FUNC, "a function inside a function");
	refuse(HEAD FUNC "\t1:1 return\nend\n", "a node outside a block");
	refuse(HEAD FUNC "b1:\n", "a block out of order");
	refuse(HEAD FUNC "local x s32\nlocal x s32\n", "declared twice");
	refuse(HEAD FUNC "local x\n", "without a name or a type");
	refuse(HEAD FUNC "b0:\n\t1:1 return\nlocal x s32\nend\n", "in the wrong place");
	refuse(HEAD "func f at 1 end 2 returns s32\n", "without a column");
	refuse(HEAD "func f at 7/1:1 end 2 returns s32\n", "undeclared file");
	refuse(HEAD "func f at 1:1 returns s32\n", "without an end line");
	refuse(HEAD "func f at 1:1 end 2\n", "without a result type");
}

static void malformed_nodes(void **state)
{
	refuse_in_block("return", "a number is missing");
	refuse_in_block("1 return", "without a column");
	refuse_in_block("3/1:1 return", "undeclared file");
	refuse_in_block("1:1", "without a kind");
	refuse_in_block("1:1 frobnicate x", "not declared");
	refuse_in_block("1:1 x 3", "unknown kind of node");
	refuse_in_block("1:1 x = frob 3", "unknown operation");
	refuse_in_block("1:1 x = copy", "wrong number of operands for the operation");
	refuse_in_block("1:1 x = copy 1 2", "wrong number of operands for the operation");
	refuse_in_block("1:1 x = copy y", "not declared");
	refuse_in_block("1:1 x = copy 9223372036854775808", "bad number");
	refuse_in_block("1:1 x = copy -", "bad number");
	refuse_in_block("1:1 x = copy 1`A", "quote without its end");
	refuse_in_block("1:1 x = copy p*.{x", "without its record");
	refuse_in_block("1:1 x = copy p*.{x}", "without a name");
	refuse_in_block("1:1 x = copy p*[3", "index without its end");
	refuse_in_block("1:1 x = copy p*[p*]", "neither a variable nor a number");
	refuse_in_block("1:1 x = copy p*[&x]", "neither a variable nor a number");
	refuse_in_block("1:1 x = copy p*[fn:f]", "index");
	refuse_in_block("1:1 @g = copy 1", "not a local variable");
	refuse_in_block("1:1 store x 1", "a store to a local variable");
	refuse_in_block("1:1 store p*", "wrong number of operands");
	refuse_in_block("1:1 call", "without a callee");
	refuse_in_block("1:1 call f -> p* 1", "does not go to a local variable");
	refuse_in_block("1:1 call f 1 `text", "quote without its end");
	refuse_in_block("1:1 call *q 1", "not declared");
	refuse_in_block("1:1 goto b7", "target that does not exist");
	refuse_in_block("1:1 goto b99999999", "block number is too large");
	refuse_in_block("1:1 goto", "wrong number of targets");
	refuse_in_block("1:1 br add x 0 b0 b0", "no comparison");
	refuse_in_block("1:1 br lt x", "wrong number of operands");
	refuse_in_block("1:1 br lt x 0 b0", "wrong number of targets");
	refuse_in_block("1:1 br", "unknown comparison");
	refuse_in_block("1:1 stop panic", "terminator inside a block");
	refuse_in_block("1:1 return 1 2", "more than one result");
	refuse(HEAD FUNC "b0:\n\t1:1 call f\nend\n", "a block without an end");
	refuse(HEAD FUNC "end\n", "no blocks");
	refuse(HEAD FUNC "local x s32\nparam p s32\nb0:\n\t1:1 return\nend\n", "behind a local");
}

/* A function whose one block holds @n and a return. */
struct shape {
	struct ir_unit *u;
	struct ir_func *f;
	struct ir_var *x, *g, *p;
	struct ir_loc loc;
};

static void shape_init(struct shape *s)
{
	*s = (struct shape){ .u = ir_unit_new("t.c", "hand"), .loc = { .line = 1, .col = 1 } };
	s->f = ir_func_new(s->u, "f", "void");
	s->p = ir_var_new(s->f, IR_PARAM, "p", "ptr struct x");
	s->x = ir_var_new(s->f, IR_LOCAL, "x", "s32");
	s->g = ir_var_new(s->f, IR_GLOBAL, "g", "s32");
	ir_block_new(s->f);
}

static struct ir_node *shape_node(struct shape *s, enum ir_kind kind, unsigned int nargs)
{
	struct ir_node *n = ir_node_new(s->f, kind, s->loc, nargs);

	for (unsigned int i = 0; i < nargs; i++)
		n->args[i] = ir_int(0, NULL);
	ir_append(s->f, 0, n);
	return n;
}

/* Close the block and let the verifier look; it must say @why, or nothing if that is NULL. */
static void shape_check(struct shape *s, const char *why)
{
	int rc;
	char *said;

	if (!ir_terminated(s->f, 0))
		shape_node(s, IR_RETURN, 0);
	stderr_begin();
	rc = ir_verify(s->u);
	said = stderr_end();
	if (why ? !rc || !strstr(said, why) : rc)
		fail_msg("wanted '%s', got '%s'", why ? why : "nothing", said);
	free(said);
	ir_unit_free(s->u);
}

static void verifier_of_places(void **state)
{
	struct shape s, other;
	struct ir_place *bad;
	struct ir_node *n;

	shape_init(&s);
	shape_init(&other);
	n = shape_node(&s, IR_CALL, 1);
	n->callee = "use";
	n->args[0] = ir_use(ir_place_var(s.f, other.x));
	shape_check(&s, "a variable that is not declared");
	ir_unit_free(other.u);

	shape_init(&s);
	n = shape_node(&s, IR_CALL, 1);
	n->callee = "use";
	n->args[0] = (struct ir_opnd){ .kind = IR_PLACE };
	shape_check(&s, "an operand without a place");

	shape_init(&s);
	n = shape_node(&s, IR_CALL, 1);
	n->callee = "use";
	n->args[0] = (struct ir_opnd){ .kind = IR_FUNC };
	shape_check(&s, "a function without a name");

	shape_init(&s);
	n = shape_node(&s, IR_CALL, 1);
	n->callee = "use";
	n->args[0] = (struct ir_opnd){ .kind = IR_ADDR,
				       .place = ir_place_deref(s.f, ir_place_var(s.f, s.p)) };
	shape_check(&s, "the address of a dereference");

	shape_init(&s);
	n = shape_node(&s, IR_CALL, 1);
	n->callee = "use";
	bad = (struct ir_place *)ir_place_elem(s.f, ir_place_deref(s.f, ir_place_var(s.f, s.p)),
					       ir_int(1, NULL));
	bad->proj[1].index.num = 0;
	n->args[0] = ir_use(bad);
	shape_check(&s, "element 0 behind a dereference");

	shape_init(&s);
	n = shape_node(&s, IR_CALL, 1);
	n->callee = "use";
	bad = (struct ir_place *)ir_place_field(s.f, ir_place_var(s.f, s.x), "struct x", "y");
	bad->proj[0].record = NULL;
	n->args[0] = ir_use(bad);
	shape_check(&s, "a field without a name");
}

static void verifier_of_nodes(void **state)
{
	struct shape s;
	struct ir_node *n;

	shape_init(&s);
	shape_check(&s, NULL);

	shape_init(&s);
	n = shape_node(&s, IR_RETURN, 0);
	n->loc.file = 9;
	shape_check(&s, "a position in an unknown file");

	shape_init(&s);
	shape_node(&s, IR_ASSIGN, 1);
	shape_check(&s, "not a local variable");

	shape_init(&s);
	n = shape_node(&s, IR_ASSIGN, 1);
	n->dst = ir_place_var(s.f, s.g);
	shape_check(&s, "not a local variable");

	shape_init(&s);
	shape_node(&s, IR_STORE, 1);
	shape_check(&s, "a store to a local variable");

	shape_init(&s);
	shape_node(&s, IR_CALL, 0);
	shape_check(&s, "no callee or with two");

	shape_init(&s);
	n = shape_node(&s, IR_CALL, 0);
	n->callee = "use";
	n->target = ir_place_var(s.f, s.p);
	shape_check(&s, "no callee or with two");

	shape_init(&s);
	n = shape_node(&s, IR_ESCAPE, 0);
	n->dst = ir_place_var(s.f, s.x);
	shape_check(&s, "a destination where there is none");

	shape_init(&s);
	shape_node(&s, IR_UNKNOWN, 1);
	shape_check(&s, "a wrong number of operands");

	shape_init(&s);
	n = shape_node(&s, IR_GOTO, 0);
	ir_targets(s.f, n, 1, 5);
	shape_check(&s, "a target that does not exist");
}

static void operations(void **state)
{
	for (int i = 0; i < IR_NR_OPS; i++) {
		enum ir_op op = (enum ir_op)i;

		assert_non_null(ir_op_name(op));
		if (!ir_op_is_cmp(op))
			continue;
		assert_int_equal(ir_op_negate(ir_op_negate(op)), op);
		assert_int_equal(ir_op_swap(ir_op_swap(op)), op);
		assert_int_not_equal(ir_op_negate(op), op);
	}
	assert_int_equal(ir_op_negate(IR_OP_ULT), IR_OP_UGE);
	assert_int_equal(ir_op_swap(IR_OP_LE), IR_OP_GE);
}

static void types(void **state)
{
	assert_true(ir_type_is_ptr("ptr void"));
	assert_false(ir_type_is_ptr("struct ptr"));
	assert_true(ir_type_is_unsigned("u32"));
	assert_true(ir_type_is_unsigned("bool"));
	assert_false(ir_type_is_unsigned("s64"));
	assert_false(ir_type_is_int("struct s8"));
	assert_int_equal(ir_type_bits("s128"), 128);
	assert_int_equal(ir_type_bits("ptr ptr void"), 64);
	assert_int_equal(ir_type_bits("struct x"), 0);
	assert_string_equal(ir_type_target("ptr ptr struct page"), "ptr struct page");
	assert_string_equal(ir_type_target("arr 8 struct x"), "struct x");
	assert_null(ir_type_target("s32"));
}

static void shadowing(void **state)
{
	struct shape s;

	shape_init(&s);
	assert_string_equal(ir_var_new(s.f, IR_LOCAL, "x", "s8")->name, "x#2");
	assert_string_equal(ir_var_new(s.f, IR_LOCAL, "x", "s8")->name, "x#3");
	assert_string_equal(ir_var_new(s.f, IR_GLOBAL, "x", "s8")->name, "@x");
	ir_unit_free(s.u);
}

/* Two variables whose names differ only far behind, and one that is very long. */
static void long_names(void **state)
{
	struct buf b = { 0 }, name = { 0 }, out = { 0 };
	struct ir_unit *u;

	for (int i = 0; i < 3000; i++)
		buf_addch(&name, 'n');
	buf_addf(&b, HEAD FUNC "local %sa s32\nlocal %sb s32\n", buf_str(&name), buf_str(&name));
	buf_addf(&b, "b0:\n\t1:1 %sa = copy %sb\n\t1:2 return\nend\n", buf_str(&name),
		 buf_str(&name));
	u = ir_parse(buf_str(&b), "test");
	assert_non_null(u);
	ir_print_unit(u, &out);
	assert_string_equal(buf_str(&out), buf_str(&b));
	ir_unit_free(u);
	buf_release(&b);
	buf_release(&name);
	buf_release(&out);
}

static void deep_nesting(void **state)
{
	struct buf b = { 0 };

	buf_add(&b, HEAD FUNC "param p ptr struct x\nb0:\n\t1:1 call use p");
	for (int i = 0; i < 100000; i++)
		buf_add(&b, "[p");
	buf_add(&b, "\n\t1:2 return\nend\n");
	refuse(buf_str(&b), "nested too deeply");
	buf_release(&b);
}

/* A path of many steps is allowed: it must not cost the stack. */
static void long_path(void **state)
{
	struct buf b = { 0 }, out = { 0 };
	struct ir_unit *u;

	buf_add(&b, HEAD FUNC "param p ptr struct x\nb0:\n\t1:1 call use p");
	for (int i = 0; i < 500; i++)
		buf_add(&b, "*.{x}next");
	buf_add(&b, "\n\t1:2 return\nend\n");
	u = ir_parse(buf_str(&b), "test");
	assert_non_null(u);
	ir_print_unit(u, &out);
	assert_string_equal(buf_str(&out), buf_str(&b));
	ir_unit_free(u);
	buf_release(&b);
	buf_release(&out);
}

/* Hostile text: it is refused with one line, or it is IR that stays the same when printed. */
static void survive(const char *text)
{
	struct buf one = { 0 }, two = { 0 };
	struct ir_unit *u;
	char *said;

	stderr_begin();
	u = ir_parse(text, "test");
	said = stderr_end();
	if (!u) {
		assert_int_not_equal(said[0], '\0');
	} else {
		assert_string_equal(said, "");
		ir_print_unit(u, &one);
		ir_unit_free(u);
		u = ir_parse(buf_str(&one), "test");
		assert_non_null(u);
		ir_print_unit(u, &two);
		assert_string_equal(buf_str(&one), buf_str(&two));
		ir_unit_free(u);
	}
	free(said);
	buf_release(&one);
	buf_release(&two);
}

static uint32_t rnd(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33);
}

static void truncated(void **state)
{
	char *copy = strdup(everything);

	for (size_t n = strlen(copy); n-- > 0;) {
		copy[n] = '\0';
		survive(copy);
	}
	free(copy);
}

static void mutated(void **state)
{
	static const char some[] = " \n\t:`{}[]*&.=?#/-0123456789abmx\x01\xff";
	uint64_t seed = 1;

	for (int round = 0; round < 4000; round++) {
		char *copy = strdup(everything);

		for (unsigned int i = rnd(&seed) % 4 + 1; i > 0; i--)
			copy[rnd(&seed) % strlen(everything)] =
				some[rnd(&seed) % (sizeof(some) - 1)];
		survive(copy);
		free(copy);
	}
}

static void random_bytes(void **state)
{
	char text[512];
	uint64_t seed = 7;

	for (int round = 0; round < 500; round++) {
		size_t n = (size_t)snprintf(text, sizeof(text), "%s", round & 1 ? HEAD FUNC : "");

		for (; n + 1 < sizeof(text); n++)
			text[n] = (char)(rnd(&seed) % 255 + 1);
		text[n] = '\0';
		survive(text);
	}
}

int test_ir(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(free_form),
		cmocka_unit_test(canonical_forms),
		cmocka_unit_test(malformed_lines),
		cmocka_unit_test(malformed_nodes),
		cmocka_unit_test(verifier_of_places),
		cmocka_unit_test(verifier_of_nodes),
		cmocka_unit_test(operations),
		cmocka_unit_test(types),
		cmocka_unit_test(shadowing),
		cmocka_unit_test(long_names),
		cmocka_unit_test(deep_nesting),
		cmocka_unit_test(long_path),
		cmocka_unit_test(truncated),
		cmocka_unit_test(mutated),
		cmocka_unit_test(random_bytes),
	};

	return cmocka_run_group_tests_name("ir", tests, NULL, NULL);
}
