// SPDX-License-Identifier: GPL-2.0-or-later
/* Conditions become control flow. */
#include "front_clang/fc.h"

bool fc_evaluate(CXCursor c, int64_t *v)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	bool is_int;

	if (!r)
		return false;
	is_int = clang_EvalResult_getKind(r) == CXEval_Int;
	if (is_int && clang_EvalResult_isUnsignedInt(r))
		*v = (int64_t)clang_EvalResult_getAsUnsigned(r);
	else if (is_int)
		*v = clang_EvalResult_getAsLongLong(r);
	clang_EvalResult_dispose(r);
	return is_int;
}

static const char *builtin_name(CXCursor call)
{
	CXCursor ref = clang_getCursorReferenced(call);
	const char *name = fc_is_null(ref) ? NULL : fc_name(ref);

	return name && str_starts(name, "__builtin_") ? name : NULL;
}

bool fc_is_expect(CXCursor call)
{
	const char *name = builtin_name(call);

	return name && (!strcmp(name, "__builtin_expect") ||
			!strcmp(name, "__builtin_expect_with_probability"));
}

static bool known_call(struct fc *fc, CXCursor c, int64_t *v)
{
	const char *name = builtin_name(c);

	if (fc_is_expect(c))
		return fc_known(fc, clang_Cursor_getArgument(c, 0), v);
	if (!name || strcmp(name, "__builtin_constant_p"))
		return false;
	if (!fc_evaluate(c, v))
		*v = 0;
	return true;
}

static bool known_binary(struct fc *fc, CXCursor c, int64_t *v)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);
	struct kids k = fc_kids(fc, c);
	int64_t a, b;

	if (k.n != 2 || op >= CXBinaryOperator_Assign || !fc_known(fc, k.v[0], &a))
		return false;
	if ((op == CXBinaryOperator_LAnd && !a) || (op == CXBinaryOperator_LOr && a)) {
		*v = op == CXBinaryOperator_LOr;
		return true;
	}
	if (!fc_known(fc, k.v[1], &b))
		return false;
	if (op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr) {
		*v = b != 0;
		return true;
	}
	return fc_evaluate(c, v);
}

static bool known_unary(struct fc *fc, CXCursor c, int64_t *v)
{
	enum CXUnaryOperatorKind op = clang_getCursorUnaryOperatorKind(c);
	int64_t a;

	if (op != CXUnaryOperator_LNot && op != CXUnaryOperator_Minus &&
	    op != CXUnaryOperator_Plus && op != CXUnaryOperator_Not)
		return false;
	if (!fc_known(fc, fc_kid(c, 0), &a))
		return false;
	if (op == CXUnaryOperator_LNot)
		*v = !a;
	else if (op == CXUnaryOperator_Plus)
		*v = a;
	else
		*v = lower_wrap(op == CXUnaryOperator_Minus ? -a : ~a, fc_type_of(fc, c));
	return true;
}

static bool known_unexposed(struct fc *fc, CXCursor c, int64_t *v)
{
	struct kids k = fc_kids(fc, c);
	CXCursor chosen;

	if (fc_is_implicit(c, &k)) {
		if (!ir_type_is_int(fc_type_of(fc, c)) || !fc_known(fc, k.v[0], v))
			return false;
		*v = lower_wrap(*v, fc_type_of(fc, c));
		return true;
	}
	if (fc_is_elvis(fc, c, &k))
		return false;
	chosen = fc_choose(fc, c, &k);
	return fc_is_null(chosen) ? fc_evaluate(c, v) : fc_known(fc, chosen, v);
}

/**
 * fc_known() - value of a constant expression without side effects
 * @fc: the unit
 * @c: the expression
 * @v: result
 *
 * __builtin_constant_p() of what is no constant here counts as 0: the general path is analysed.
 *
 * Return: false if it is not known
 */
bool fc_known(struct fc *fc, CXCursor c, int64_t *v)
{
	struct kids k;

	c = fc_strip(c);
	switch (c.kind) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
		return fc_evaluate(c, v);
	case CXCursor_DeclRefExpr:
		return clang_getCursorReferenced(c).kind == CXCursor_EnumConstantDecl &&
		       fc_evaluate(c, v);
	case CXCursor_UnexposedExpr:
		return known_unexposed(fc, c, v);
	case CXCursor_CStyleCastExpr:
		if (!ir_type_is_int(fc_type_of(fc, c)) || !fc_known(fc, fc_last_kid(c), v))
			return false;
		*v = lower_wrap(*v, fc_type_of(fc, c));
		return true;
	case CXCursor_UnaryOperator:
		return known_unary(fc, c, v);
	case CXCursor_BinaryOperator:
		return known_binary(fc, c, v);
	case CXCursor_CallExpr:
		return known_call(fc, c, v);
	case CXCursor_ConditionalOperator:
		k = fc_kids(fc, c);
		return k.n == 3 && fc_known(fc, k.v[0], v) && fc_known(fc, k.v[*v ? 1 : 2], v);
	default:
		return false;
	}
}

/* A cast that does not change whether the value is zero. */
static bool keeps_truth(struct fc *fc, CXCursor to, CXCursor from)
{
	const char *t = fc_type_of(fc, to), *f = fc_type_of(fc, from);

	if (!strcmp(t, "bool"))
		return ir_type_bits(f) != 0;
	return ir_type_is_int(t) && ir_type_is_int(f) && ir_type_bits(t) >= ir_type_bits(f);
}

/* Whether the value is 0 or 1. */
bool fc_is_logical(struct fc *fc, CXCursor c)
{
	struct kids k;
	enum ir_op op;

	c = fc_strip_casts(c);
	if (c.kind == CXCursor_UnaryOperator)
		return clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot;
	if (c.kind == CXCursor_CallExpr)
		return fc_is_expect(c) && fc_is_logical(fc, clang_Cursor_getArgument(c, 0));
	if (c.kind != CXCursor_BinaryOperator)
		return false;
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
		return true;
	default:
		return fc_comparison(fc, c, &op, &k);
	}
}

static void cond_leaf(struct fc *fc, CXCursor c, unsigned int yes, unsigned int no)
{
	struct ir_opnd o = fc_expr(fc, c);

	fc_at(fc, c);
	lower_test(&fc->l, o, yes, no);
}

static void cond_compare(struct fc *fc, CXCursor c, enum ir_op op, const struct kids *k,
			 unsigned int yes, unsigned int no)
{
	struct ir_opnd a, b;
	int64_t v;

	/* `(a && b) != 0` */
	if ((op == IR_OP_EQ || op == IR_OP_NE) && fc_is_logical(fc, k->v[0]) &&
	    fc_known(fc, k->v[1], &v) && v == 0) {
		fc_cond(fc, k->v[0], op == IR_OP_NE ? yes : no, op == IR_OP_NE ? no : yes);
		return;
	}
	fc_compare(fc, k, &op, &a, &b);
	fc_at(fc, c);
	lower_branch(&fc->l, op, a, b, yes, no);
}

static void cond_binary(struct fc *fc, CXCursor c, unsigned int yes, unsigned int no)
{
	unsigned int next;
	enum ir_op op;
	struct kids k;

	if (fc_comparison(fc, c, &op, &k)) {
		cond_compare(fc, c, op, &k, yes, no);
		return;
	}
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_LAnd:
		next = lower_block(&fc->l);
		fc_cond(fc, fc_kid(c, 0), next, no);
		lower_start(&fc->l, next);
		fc_cond(fc, fc_kid(c, 1), yes, no);
		break;
	case CXBinaryOperator_LOr:
		next = lower_block(&fc->l);
		fc_cond(fc, fc_kid(c, 0), yes, next);
		lower_start(&fc->l, next);
		fc_cond(fc, fc_kid(c, 1), yes, no);
		break;
	case CXBinaryOperator_Comma:
		fc_discard(fc, fc_kid(c, 0));
		fc_cond(fc, fc_kid(c, 1), yes, no);
		break;
	default:
		cond_leaf(fc, c, yes, no);
	}
}

static void cond_select(struct fc *fc, const struct kids *k, unsigned int yes, unsigned int no)
{
	unsigned int a = lower_block(&fc->l), b = lower_block(&fc->l);

	fc_cond(fc, k->v[0], a, b);
	lower_start(&fc->l, a);
	fc_cond(fc, k->v[1], yes, no);
	lower_start(&fc->l, b);
	fc_cond(fc, k->v[2], yes, no);
}

static void cond_unexposed(struct fc *fc, CXCursor c, unsigned int yes, unsigned int no)
{
	struct kids k = fc_kids(fc, c);
	unsigned int next;

	if (fc_is_implicit(c, &k) && keeps_truth(fc, c, k.v[0])) {
		fc_cond(fc, k.v[0], yes, no);
	} else if (fc_is_elvis(fc, c, &k)) {
		next = lower_block(&fc->l);
		fc_cond(fc, k.v[0], yes, next);
		lower_start(&fc->l, next);
		fc_cond(fc, k.v[3], yes, no);
	} else {
		cond_leaf(fc, c, yes, no);
	}
}

/* The value of a statement expression is its last statement. */
static void cond_stmt_expr(struct fc *fc, CXCursor c, unsigned int yes, unsigned int no)
{
	struct kids k = fc_kids(fc, fc_kid(c, 0));
	struct fc_scope *outer = fc->scope;
	struct ir_opnd o;

	for (unsigned int i = 0; i + 1 < k.n; i++)
		fc_stmt(fc, k.v[i]);
	if (!k.n || !fc_is_expr(k.v[k.n - 1])) {
		if (k.n)
			fc_stmt(fc, k.v[k.n - 1]);
		lower_test(&fc->l, ir_any(), yes, no);
	} else if (fc->scope == outer) {
		fc_cond(fc, k.v[k.n - 1], yes, no);
	} else {
		o = fc_expr(fc, k.v[k.n - 1]);
		o = lower_snapshot(&fc->l, o, fc_type_of(fc, k.v[k.n - 1]));
		fc_leave(fc, outer);
		lower_test(&fc->l, o, yes, no);
	}
	fc->scope = outer;
}

void fc_cond(struct fc *fc, CXCursor c, unsigned int yes, unsigned int no)
{
	struct kids k;

	c = fc_strip(c);
	switch (c.kind) {
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot)
			fc_cond(fc, fc_kid(c, 0), no, yes);
		else
			cond_leaf(fc, c, yes, no);
		break;
	case CXCursor_BinaryOperator:
		cond_binary(fc, c, yes, no);
		break;
	case CXCursor_ConditionalOperator:
		k = fc_kids(fc, c);
		if (k.n == 3)
			cond_select(fc, &k, yes, no);
		else
			cond_leaf(fc, c, yes, no);
		break;
	case CXCursor_UnexposedExpr:
		cond_unexposed(fc, c, yes, no);
		break;
	case CXCursor_CStyleCastExpr:
		if (keeps_truth(fc, c, fc_last_kid(c)))
			fc_cond(fc, fc_last_kid(c), yes, no);
		else
			cond_leaf(fc, c, yes, no);
		break;
	case CXCursor_StmtExpr:
		cond_stmt_expr(fc, c, yes, no);
		break;
	case CXCursor_CallExpr:
		if (fc_is_expect(c))
			fc_cond(fc, clang_Cursor_getArgument(c, 0), yes, no);
		else
			cond_leaf(fc, c, yes, no);
		break;
	default:
		cond_leaf(fc, c, yes, no);
	}
}

/* 1 or 0 as a value, by control flow. */
static struct ir_opnd truth_flow(struct fc *fc, CXCursor c, const char *type)
{
	unsigned int yes = lower_block(&fc->l), no = lower_block(&fc->l), out = lower_block(&fc->l);
	const struct ir_place *t = ir_place_var(fc->l.f, ir_temp(fc->l.f, type));

	fc_cond(fc, c, yes, no);
	lower_start(&fc->l, yes);
	lower_assign(&fc->l, t, ir_int(1, NULL));
	lower_goto(&fc->l, out);
	lower_start(&fc->l, no);
	lower_assign(&fc->l, t, ir_int(0, NULL));
	lower_start(&fc->l, out);
	return ir_use(t);
}

/* Strip `!`, casts and likely(); @negated tells whether their number is odd. */
static CXCursor truth_core(struct fc *fc, CXCursor c, bool *negated)
{
	struct kids k;

	for (;;) {
		c = fc_strip(c);
		if (c.kind == CXCursor_UnaryOperator &&
		    clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot) {
			*negated = !*negated;
			c = fc_kid(c, 0);
		} else if (c.kind == CXCursor_CallExpr && fc_is_expect(c)) {
			c = clang_Cursor_getArgument(c, 0);
		} else if (c.kind == CXCursor_UnexposedExpr) {
			k = fc_kids(fc, c);
			if (!fc_is_implicit(c, &k) || !keeps_truth(fc, c, k.v[0]))
				return c;
			c = k.v[0];
		} else {
			return c;
		}
	}
}

static bool needs_flow(CXCursor c)
{
	enum CXBinaryOperatorKind op;

	if (c.kind == CXCursor_ConditionalOperator)
		return true;
	if (c.kind != CXCursor_BinaryOperator)
		return false;
	op = clang_getCursorBinaryOperatorKind(c);
	return op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr ||
	       op == CXBinaryOperator_Comma;
}

struct ir_opnd fc_truth(struct fc *fc, CXCursor c, const char *type)
{
	bool negated = false;
	CXCursor core = truth_core(fc, c, &negated);
	struct ir_opnd a, b = ir_int(0, NULL);
	enum ir_op op = IR_OP_NE;
	struct kids k;
	int64_t v;

	if (fc_known(fc, c, &v))
		return ir_int(v != 0, NULL);
	if (needs_flow(core))
		return truth_flow(fc, c, type);
	if (fc_comparison(fc, core, &op, &k))
		fc_compare(fc, &k, &op, &a, &b);
	else
		a = fc_expr(fc, core);
	if (a.kind == IR_ANY)
		return a;
	fc_at(fc, c);
	return lower_arith(&fc->l, negated ? ir_op_negate(op) : op, type, a, b);
}
