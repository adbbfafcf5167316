// SPDX-License-Identifier: GPL-2.0-or-later
/* Conditions become control flow. */
#include "front_sparse/fs.h"

static const char *builtin_name(const struct expression *e)
{
	struct symbol *fn = e->type == EXPR_CALL ? fs_callee_symbol(e) : NULL;
	const char *name = fn ? fs_name(fn->ident) : NULL;

	return name && str_starts(name, "__builtin_") ? name : NULL;
}

struct expression *fs_expected(const struct expression *e)
{
	const char *name = builtin_name(e);

	return name && (!strcmp(name, "__builtin_expect") ||
			!strcmp(name, "__builtin_expect_with_probability")) ?
		       first_expression(e->args) :
		       NULL;
}

static bool known_call(struct fs *fs, struct expression *e, int64_t *v)
{
	const char *name = builtin_name(e);

	if (fs_expected(e))
		return fs_known(fs, fs_expected(e), v);
	if (!name || strcmp(name, "__builtin_constant_p"))
		return false;
	if (!first_expression(e->args) || !fs_known(fs, first_expression(e->args), v))
		*v = 0;
	else
		*v = 1;
	return true;
}

static bool known_logical(struct fs *fs, struct expression *e, int64_t *v)
{
	bool is_or = e->op == SPECIAL_LOGICAL_OR;
	int64_t a, b;

	if (!fs_known(fs, e->left, &a))
		return false;
	if (is_or == (a != 0)) {
		*v = is_or;
		return true;
	}
	if (!fs_known(fs, e->right, &b))
		return false;
	*v = b != 0;
	return true;
}

static bool known_compare(struct fs *fs, struct expression *e, int64_t *v)
{
	int64_t a, b;
	enum ir_op op;

	if (e->left->type == EXPR_TYPE) {
		/* __builtin_types_compatible_p(): nothing in it that evaluation could harm */
		*v = get_expression_value_silent(e);
		return true;
	}
	if (!fs_comparison(fs, e, &op) || !fs_known(fs, e->left, &a) || !fs_known(fs, e->right, &b))
		return false;
	*v = lower_op(&fs->l, op, "s32", ir_int(a, NULL), ir_int(b, NULL)).num;
	return true;
}

static bool known_binop(struct fs *fs, struct expression *e, int64_t *v)
{
	struct ir_opnd o;
	int64_t a, b;

	if (!ir_type_is_int(fs_type_of(fs, e)) || !fs_known(fs, e->left, &a) ||
	    !fs_known(fs, e->right, &b))
		return false;
	o = fs_binary(fs, e);
	*v = o.num;
	return o.kind == IR_INT;
}

static bool known_preop(struct fs *fs, struct expression *e, int64_t *v)
{
	int64_t a;

	if ((e->op != '!' && e->op != '-' && e->op != '~') || !fs_known(fs, e->unop, &a))
		return false;
	if (e->op == '!')
		*v = !a;
	else
		*v = lower_wrap(e->op == '-' ? (int64_t)(0 - (uint64_t)a) : ~a, fs_type_of(fs, e));
	return true;
}

/**
 * fs_known() - value of a constant expression without side effects
 * @fs: the unit
 * @e: the expression
 * @v: result
 *
 * __builtin_constant_p() of what is no constant here counts as 0: the general path is analysed.
 *
 * Return: false if it is not known
 */
bool fs_known(struct fs *fs, struct expression *e, int64_t *v)
{
	if (!e || !e->ctype || e->ctype == &bad_ctype)
		return false;
	switch (e->type) {
	case EXPR_VALUE:
		*v = lower_wrap((int64_t)e->value, fs_type_of(fs, e));
		return true;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		if (!ir_type_is_int(fs_type_of(fs, e)) || !fs_known(fs, e->cast_expression, v))
			return false;
		*v = lower_wrap(*v, fs_type_of(fs, e));
		return true;
	case EXPR_PREOP:
		return known_preop(fs, e, v);
	case EXPR_BINOP:
		return known_binop(fs, e, v);
	case EXPR_LOGICAL:
		return known_logical(fs, e, v);
	case EXPR_COMPARE:
		return known_compare(fs, e, v);
	case EXPR_CALL:
		return known_call(fs, e, v);
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		return e->cond_true && fs_known(fs, e->conditional, v) &&
		       fs_known(fs, *v ? e->cond_true : e->cond_false, v);
	default:
		return false;
	}
}

/* A cast that does not change whether the value is zero. */
static bool keeps_truth(struct fs *fs, const struct expression *cast)
{
	const char *t = fs_type_of(fs, cast), *f = fs_type_of(fs, cast->cast_expression);

	if (!strcmp(t, "bool"))
		return ir_type_bits(f) != 0;
	return ir_type_is_int(t) && ir_type_is_int(f) && ir_type_bits(t) >= ir_type_bits(f);
}

/* Whether the value is 0 or 1. */
bool fs_is_logical(struct fs *fs, struct expression *e)
{
	enum ir_op op;

	e = fs_strip_casts(e);
	if (e->type == EXPR_PREOP)
		return e->op == '!';
	if (e->type == EXPR_CALL)
		return fs_expected(e) && fs_is_logical(fs, fs_expected(e));
	return e->type == EXPR_LOGICAL || fs_comparison(fs, e, &op);
}

static void cond_leaf(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	struct ir_opnd o = fs_expr(fs, e);

	fs_at_expr(fs, e);
	lower_test(&fs->l, o, yes, no);
}

static void cond_compare(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	struct ir_opnd a, b;
	enum ir_op op;
	int64_t v;

	if (!fs_comparison(fs, e, &op)) {
		cond_leaf(fs, e, yes, no);
		return;
	}
	/* `(a && b) != 0` */
	if ((op == IR_OP_EQ || op == IR_OP_NE) && fs_is_logical(fs, e->left) &&
	    fs_known(fs, e->right, &v) && v == 0) {
		fs_cond(fs, e->left, op == IR_OP_NE ? yes : no, op == IR_OP_NE ? no : yes);
		return;
	}
	fs_compare(fs, e, &op, &a, &b);
	fs_at_expr(fs, e);
	lower_branch(&fs->l, op, a, b, yes, no);
}

static void cond_logical(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	unsigned int next = lower_block(&fs->l);

	if (e->op == SPECIAL_LOGICAL_AND)
		fs_cond(fs, e->left, next, no);
	else
		fs_cond(fs, e->left, yes, next);
	lower_start(&fs->l, next);
	fs_cond(fs, e->right, yes, no);
}

static void cond_select(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	unsigned int a = e->cond_true ? lower_block(&fs->l) : yes, b = lower_block(&fs->l);

	fs_cond(fs, e->conditional, a, b);
	if (e->cond_true) {
		lower_start(&fs->l, a);
		fs_cond(fs, e->cond_true, yes, no);
	}
	lower_start(&fs->l, b);
	fs_cond(fs, e->cond_false, yes, no);
}

/* The value of a statement expression is its last statement. */
static void cond_stmt_expr(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	struct fs_scope *outer = fs->scope;
	struct statement *s, *last = NULL;
	struct ir_opnd o;

	FOR_EACH_PTR (e->statement->stmts, s) {
		if (last)
			fs_stmt(fs, last);
		last = s;
	}
	END_FOR_EACH_PTR(s);
	if (!last || last->type != STMT_EXPRESSION || !last->expression) {
		if (last)
			fs_stmt(fs, last);
		lower_test(&fs->l, ir_any(), yes, no);
	} else if (fs->scope == outer) {
		fs_cond(fs, last->expression, yes, no);
	} else {
		o = fs_expr(fs, last->expression);
		o = lower_snapshot(&fs->l, o, fs_type_of(fs, last->expression));
		fs_leave(fs, outer);
		lower_test(&fs->l, o, yes, no);
	}
	fs->scope = outer;
}

static void cond_cast(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	if (e->cast_expression->ctype && keeps_truth(fs, e))
		fs_cond(fs, e->cast_expression, yes, no);
	else
		cond_leaf(fs, e, yes, no);
}

void fs_cond(struct fs *fs, struct expression *e, unsigned int yes, unsigned int no)
{
	if (!e || !e->ctype) {
		cond_leaf(fs, e, yes, no);
		return;
	}
	switch (e->type) {
	case EXPR_PREOP:
		if (e->op == '!')
			fs_cond(fs, e->unop, no, yes);
		else
			cond_leaf(fs, e, yes, no);
		break;
	case EXPR_LOGICAL:
		cond_logical(fs, e, yes, no);
		break;
	case EXPR_COMPARE:
		cond_compare(fs, e, yes, no);
		break;
	case EXPR_COMMA:
		fs_discard(fs, e->left);
		fs_cond(fs, e->right, yes, no);
		break;
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		cond_select(fs, e, yes, no);
		break;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		cond_cast(fs, e, yes, no);
		break;
	case EXPR_STATEMENT:
		cond_stmt_expr(fs, e, yes, no);
		break;
	case EXPR_CALL:
		if (fs_expected(e))
			fs_cond(fs, fs_expected(e), yes, no);
		else
			cond_leaf(fs, e, yes, no);
		break;
	default:
		cond_leaf(fs, e, yes, no);
	}
}

/* 1 or 0 as a value, by control flow. */
static struct ir_opnd truth_flow(struct fs *fs, struct expression *e, const char *type)
{
	unsigned int yes = lower_block(&fs->l), no = lower_block(&fs->l), out = lower_block(&fs->l);
	const struct ir_place *t = ir_place_var(fs->l.f, ir_temp(fs->l.f, type));

	fs_cond(fs, e, yes, no);
	lower_start(&fs->l, yes);
	lower_assign(&fs->l, t, ir_int(1, NULL));
	lower_goto(&fs->l, out);
	lower_start(&fs->l, no);
	lower_assign(&fs->l, t, ir_int(0, NULL));
	lower_start(&fs->l, out);
	return ir_use(t);
}

/* `(a < b) != 0`: what becomes bool is compared with 0. */
static bool is_zero_test(struct fs *fs, struct expression *e)
{
	int64_t v;

	return e->type == EXPR_COMPARE && (e->op == SPECIAL_EQUAL || e->op == SPECIAL_NOTEQUAL) &&
	       e->right->type == EXPR_VALUE && fs_known(fs, e->right, &v) && !v &&
	       fs_is_logical(fs, e->left);
}

/* Strip `!`, casts and likely(); @negated tells whether their number is odd. */
static struct expression *truth_core(struct fs *fs, struct expression *e, bool *negated)
{
	for (;;) {
		if (e->type == EXPR_PREOP && e->op == '!') {
			*negated = !*negated;
			e = e->unop;
		} else if (fs_expected(e)) {
			e = fs_expected(e);
		} else if (is_zero_test(fs, e)) {
			*negated ^= e->op == SPECIAL_EQUAL;
			e = e->left;
		} else if (e->type == EXPR_IMPLIED_CAST && keeps_truth(fs, e)) {
			e = e->cast_expression;
		} else {
			return e;
		}
	}
}

/* `true`, which sparse compares with 0 */
static const char *spelling(struct fs *fs, struct expression *e)
{
	return e->type == EXPR_COMPARE && e->left->type == EXPR_VALUE ?
		       fs_spelling(fs, e->left->pos) :
		       NULL;
}

struct ir_opnd fs_truth(struct fs *fs, struct expression *e, const char *type)
{
	struct ir_opnd a, b = ir_int(0, NULL);
	enum ir_op op = IR_OP_NE;
	bool negated = false;
	struct expression *core;
	int64_t v;

	if (fs_known(fs, e, &v))
		return ir_int(v != 0, spelling(fs, e));
	core = truth_core(fs, e, &negated);
	if (core->type == EXPR_CONDITIONAL || core->type == EXPR_SELECT ||
	    core->type == EXPR_LOGICAL || core->type == EXPR_COMMA)
		return truth_flow(fs, e, type);
	if (fs_comparison(fs, core, &op))
		fs_compare(fs, core, &op, &a, &b);
	else
		a = fs_expr(fs, core);
	if (a.kind == IR_ANY)
		return a;
	fs_at_expr(fs, e);
	return lower_arith(&fs->l, negated ? ir_op_negate(op) : op, type, a, b);
}
