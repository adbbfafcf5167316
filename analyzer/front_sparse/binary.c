// SPDX-License-Identifier: GPL-2.0-or-later
/* Operators with two operands, assignments, pointer arithmetic, conversions. */
#include "front_sparse/fs.h"

static bool arithmetic(int token, enum ir_op *op)
{
	static const struct {
		int token, assign;
		enum ir_op op;
	} ops[] = {
		{ '+', SPECIAL_ADD_ASSIGN, IR_OP_ADD },
		{ '-', SPECIAL_SUB_ASSIGN, IR_OP_SUB },
		{ '*', SPECIAL_MUL_ASSIGN, IR_OP_MUL },
		{ '/', SPECIAL_DIV_ASSIGN, IR_OP_DIV },
		{ '%', SPECIAL_MOD_ASSIGN, IR_OP_MOD },
		{ '&', SPECIAL_AND_ASSIGN, IR_OP_AND },
		{ '|', SPECIAL_OR_ASSIGN, IR_OP_OR },
		{ '^', SPECIAL_XOR_ASSIGN, IR_OP_XOR },
		{ SPECIAL_LEFTSHIFT, SPECIAL_SHL_ASSIGN, IR_OP_SHL },
		{ SPECIAL_RIGHTSHIFT, SPECIAL_SHR_ASSIGN, IR_OP_SHR },
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (ops[i].token != token && ops[i].assign != token)
			continue;
		*op = ops[i].op;
		return true;
	}
	return false;
}

/* Move inside the array that the address already points into: &a[i] + n is &a[i + n]. */
static struct ir_opnd step_inside(struct fs *fs, const struct ir_place *t, struct ir_opnd index)
{
	struct ir_opnd old = t->proj[t->n - 1].index, sum;
	struct ir_place *array = arena_new(&fs->u->mem, struct ir_place);

	*array = *t;
	array->n--;
	if (old.kind == IR_INT && old.num == 0)
		sum = index;
	else if (old.kind == IR_ANY || index.kind == IR_ANY)
		sum = ir_any();
	else
		sum = lower_arith(&fs->l, IR_OP_ADD, str_intern("s64"), old, index);
	return ir_addr(fs->l.f, ir_place_elem(fs->l.f, array, lower_index(&fs->l, sum, "s64")));
}

struct ir_opnd fs_step(struct fs *fs, struct ir_opnd p, struct ir_opnd index)
{
	const struct ir_place *t = ir_points_to(fs->l.f, p);

	if (index.kind == IR_INT && index.num == 0)
		return p;
	if (p.kind == IR_STR)
		return p;
	if (!t)
		return ir_any();
	if (p.kind == IR_ADDR && t->n && t->proj[t->n - 1].kind == IR_ELEM)
		return step_inside(fs, t, index);
	return ir_addr(fs->l.f, ir_place_elem(fs->l.f, t, index));
}

/* Behind a cast to another element type the index says nothing. */
static struct ir_opnd moved(struct fs *fs, struct expression *base, struct ir_opnd p,
			    struct ir_opnd index)
{
	struct symbol *seen = fs_target_type(base), *real = fs_target_type(fs_strip_casts(base));

	if (seen && real && fs_type(fs, seen) != fs_type(fs, real) &&
	    (index.kind != IR_INT || index.num))
		index = ir_any();
	return fs_step(fs, p, index);
}

static long long element_size(const struct expression *ptr)
{
	struct symbol *t = fs_target_type(ptr);

	if (!t)
		return 1;
	examine_symbol_type(t);
	return is_void_type(t) || t->bit_size < bits_in_char ? 1 : t->bit_size / bits_in_char;
}

/* What was multiplied by the size of an element: the number of elements. */
static struct ir_opnd index_of(struct fs *fs, struct expression *scaled, long long size,
			       const char **type)
{
	struct expression *e = scaled;
	struct ir_opnd o;

	*type = str_intern("s64");
	if (size > 1 && e->type == EXPR_VALUE)
		return (long long)e->value % size ? ir_any() :
						    ir_int((long long)e->value / size, NULL);
	if (size > 1) {
		if (e->type != EXPR_BINOP || e->op != '*' || e->right->type != EXPR_VALUE)
			return ir_any();
		e = e->left;
	}
	/* widened for the multiplication */
	if (e->type == EXPR_IMPLIED_CAST && e->ctype == ssize_t_ctype)
		e = e->cast_expression;
	*type = fs_type_of(fs, e);
	o = fs_expr(fs, e);
	return o.kind == IR_INT ? ir_int(o.num, NULL) : o;
}

static struct ir_opnd pointer_plus(struct fs *fs, struct expression *e)
{
	struct ir_opnd p = fs_expr(fs, e->left), i;
	const char *type;

	i = index_of(fs, e->right, element_size(e->left), &type);
	if (e->op == '-')
		i = lower_arith(&fs->l, IR_OP_NEG, str_intern("s64"), i, ir_any());
	return moved(fs, e->left, p, lower_index(&fs->l, i, type));
}

bool fs_comparison(struct fs *fs, struct expression *e, enum ir_op *op)
{
	static const struct {
		int token;
		enum ir_op op, number;
	} ops[] = {
		{ SPECIAL_EQUAL, IR_OP_EQ, IR_OP_EQ },
		{ SPECIAL_NOTEQUAL, IR_OP_NE, IR_OP_NE },
		{ '<', IR_OP_LT, IR_OP_LT },
		{ '>', IR_OP_GT, IR_OP_GT },
		{ SPECIAL_LTE, IR_OP_LE, IR_OP_LE },
		{ SPECIAL_GTE, IR_OP_GE, IR_OP_GE },
		{ SPECIAL_UNSIGNED_LT, IR_OP_LT, IR_OP_ULT },
		{ SPECIAL_UNSIGNED_GT, IR_OP_GT, IR_OP_UGT },
		{ SPECIAL_UNSIGNED_LTE, IR_OP_LE, IR_OP_ULE },
		{ SPECIAL_UNSIGNED_GTE, IR_OP_GE, IR_OP_UGE },
	};

	if (e->type != EXPR_COMPARE || e->left->type == EXPR_TYPE)
		return false;
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (ops[i].token != e->op)
			continue;
		*op = ir_type_is_int(fs_type_of(fs, e->left)) ? ops[i].number : ops[i].op;
		return true;
	}
	return false;
}

void fs_compare(struct fs *fs, struct expression *e, enum ir_op *op, struct ir_opnd *a,
		struct ir_opnd *b)
{
	*a = fs_expr(fs, e->left);
	*b = fs_expr(fs, e->right);
	if (a->kind == IR_INT && b->kind != IR_INT) {
		struct ir_opnd t = *a;

		*a = *b;
		*b = t;
		*op = ir_op_swap(*op);
	}
}

/* Where an array of the kernel itself begins: a number, or a variable of its own. */
static bool is_origin(struct fs *fs, struct expression *e)
{
	struct expression *core = fs_strip_casts(e);

	if (core != e && ir_type_is_int(fs_type_of(fs, core)))
		return true;
	return e->type == EXPR_PREOP && e->op == '*' && e->unop->type == EXPR_SYMBOL &&
	       e->unop->symbol && e->unop->symbol->ctype.modifiers & MOD_NONLOCAL;
}

/* pfn_to_page(), page_to_pfn(): the array of all pages, and a number or a page. */
static bool macro_sum(struct fs *fs, struct expression *e, struct ir_opnd *out)
{
	struct expression *origin = e->op == '+' ? e->left : e->right;
	const char *name, *type;
	struct ir_opnd arg;

	if ((e->op != '+' && e->op != '-') || !fs_target_type(origin) || !is_origin(fs, origin))
		return false;
	name = fs_macro_value(fs, e->pos, e->op == '+');
	if (!name)
		return false;
	if (e->op == '+')
		arg = index_of(fs, e->right, element_size(e->left), &type);
	else
		arg = fs_expr(fs, e->left);
	*out = fs_macro_call(fs, e, name, arg);
	return true;
}

struct ir_opnd fs_binary(struct fs *fs, struct expression *e)
{
	const char *type = fs_type_of(fs, e);
	struct ir_opnd a, b, o;
	enum ir_op op;

	if (!arithmetic(e->op, &op))
		return fs_unknown(fs, "EXPR_BINOP");
	if ((fs_target_type(e) || fs_target_type(e->left)) && macro_sum(fs, e, &o))
		return o;
	if (e->op == '/' && e->left->type == EXPR_BINOP && e->left->op == '-' &&
	    fs_target_type(e->left->left) && macro_sum(fs, e->left, &o))
		return o;
	if (ir_type_is_ptr(type))
		return pointer_plus(fs, e);
	a = fs_expr(fs, e->left);
	b = fs_expr(fs, e->right);
	o = lower_arith(&fs->l, op, type, a, b);
	/* parts of one macro's value */
	if (o.kind == IR_INT && a.kind == IR_INT && b.kind == IR_INT && a.text == b.text)
		o.text = a.text;
	return o;
}

static struct ir_opnd compound_assign(struct fs *fs, struct expression *e)
{
	const char *type = fs_type_of(fs, e->left), *calc = fs_type_of(fs, e->right), *index;
	const struct ir_place *dst;
	struct ir_opnd v, old;
	enum ir_op op;

	if (!arithmetic(e->op, &op))
		return fs_unknown(fs, "EXPR_ASSIGNMENT");
	if (ir_type_is_ptr(type)) {
		v = index_of(fs, e->right, element_size(e->left), &index);
		dst = fs_place(fs, e->left);
		fs_at_expr(fs, e);
		if (op == IR_OP_SUB)
			v = lower_arith(&fs->l, IR_OP_NEG, str_intern("s64"), v, ir_any());
		v = fs_step(fs, ir_use(dst), lower_index(&fs->l, v, index));
		lower_assign(&fs->l, dst, v);
		return ir_use(dst);
	}
	v = fs_expr(fs, e->right);
	dst = fs_place(fs, e->left);
	fs_at_expr(fs, e);
	old = ir_use(dst);
	/* the right side has been converted already, but for shifts */
	if (op == IR_OP_SHL || op == IR_OP_SHR || ir_type_bits(calc) < ir_type_bits(type))
		calc = type;
	v = lower_arith(&fs->l, op, calc, lower_convert(&fs->l, old, type, calc), v);
	lower_assign(&fs->l, dst, v);
	return old;
}

struct ir_opnd fs_assignment(struct fs *fs, struct expression *e)
{
	const struct ir_place *dst;
	struct ir_opnd v;

	if (e->op != '=')
		return compound_assign(fs, e);
	v = fs_expr(fs, e->right);
	dst = fs_place(fs, e->left);
	fs_at_expr(fs, e);
	lower_assign(&fs->l, dst, v);
	return ir_use(dst);
}

struct ir_opnd fs_inc_dec(struct fs *fs, struct expression *e, bool used)
{
	const struct ir_place *p = fs_place(fs, e->unop);
	const char *type = fs_type_of(fs, e);
	bool inc = e->op == SPECIAL_INCREMENT, post = e->type == EXPR_POSTOP;
	struct ir_opnd old = ir_use(p), v;

	fs_at_expr(fs, e);
	if (post && used)
		old = lower_snapshot(&fs->l, old, type);
	if (ir_type_is_ptr(type))
		v = fs_step(fs, ir_use(p), ir_int(inc ? 1 : -1, NULL));
	else
		v = lower_arith(&fs->l, inc ? IR_OP_ADD : IR_OP_SUB, type, ir_use(p),
				ir_int(1, NULL));
	lower_assign(&fs->l, p, v);
	return post ? old : ir_use(p);
}
