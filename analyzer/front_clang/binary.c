// SPDX-License-Identifier: GPL-2.0-or-later
/* Operators with two operands, assignments, pointer arithmetic, conversions. */
#include "front_clang/fc.h"

static bool arithmetic(enum CXBinaryOperatorKind k, enum ir_op *op)
{
	switch (k) {
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_MulAssign:
		*op = IR_OP_MUL;
		return true;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_DivAssign:
		*op = IR_OP_DIV;
		return true;
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_RemAssign:
		*op = IR_OP_MOD;
		return true;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_AddAssign:
		*op = IR_OP_ADD;
		return true;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign:
		*op = IR_OP_SUB;
		return true;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_ShlAssign:
		*op = IR_OP_SHL;
		return true;
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShrAssign:
		*op = IR_OP_SHR;
		return true;
	case CXBinaryOperator_And:
	case CXBinaryOperator_AndAssign:
		*op = IR_OP_AND;
		return true;
	case CXBinaryOperator_Xor:
	case CXBinaryOperator_XorAssign:
		*op = IR_OP_XOR;
		return true;
	case CXBinaryOperator_Or:
	case CXBinaryOperator_OrAssign:
		*op = IR_OP_OR;
		return true;
	default:
		return false;
	}
}

/* Move inside the array that the address already points into: &a[i] + n is &a[i + n]. */
static struct ir_opnd step_inside(struct fc *fc, const struct ir_place *t, struct ir_opnd index)
{
	struct ir_opnd old = t->proj[t->n - 1].index, sum;
	struct ir_place *array = arena_new(&fc->u->mem, struct ir_place);

	*array = *t;
	array->n--;
	if (old.kind == IR_INT && old.num == 0)
		sum = index;
	else if (old.kind == IR_ANY || index.kind == IR_ANY)
		sum = ir_any();
	else
		sum = lower_arith(&fc->l, IR_OP_ADD, str_intern("s64"), old, index);
	return ir_addr(fc->l.f, ir_place_elem(fc->l.f, array, lower_index(&fc->l, sum, "s64")));
}

struct ir_opnd fc_step(struct fc *fc, struct ir_opnd p, struct ir_opnd index)
{
	const struct ir_place *t = ir_points_to(fc->l.f, p);

	if (index.kind == IR_INT && index.num == 0)
		return p;
	if (p.kind == IR_STR)
		return p;
	if (!t)
		return ir_any();
	if (p.kind == IR_ADDR && t->n && t->proj[t->n - 1].kind == IR_ELEM)
		return step_inside(fc, t, index);
	return ir_addr(fc->l.f, ir_place_elem(fc->l.f, t, index));
}

/* Type of what a pointer or an array holds. */
static const char *element_type(struct fc *fc, CXCursor c)
{
	return ir_type_target(fc_type_of(fc, c));
}

struct ir_opnd fc_moved(struct fc *fc, CXCursor base, struct ir_opnd p, struct ir_opnd index)
{
	const char *seen = element_type(fc, base);
	const char *real = element_type(fc, fc_strip_casts(base));

	/* behind a number made a pointer there is no other element type */
	if (real && seen != real && (index.kind != IR_INT || index.num))
		index = ir_any();
	return fc_step(fc, p, index);
}

static struct ir_opnd pointer_plus(struct fc *fc, CXCursor ptr, CXCursor num, bool minus)
{
	struct ir_opnd p = fc_expr(fc, ptr), i = fc_expr(fc, num);
	const char *type = fc_type_of(fc, num);

	if (minus)
		i = lower_arith(&fc->l, IR_OP_NEG, str_intern("s64"), i, ir_any());
	return fc_moved(fc, ptr, p, lower_index(&fc->l, i, type));
}

static struct ir_opnd pointer_minus(struct fc *fc, const struct kids *k)
{
	const char *type = str_intern("s64");
	CXType t = clang_getCanonicalType(clang_getCursorType(k->v[0]));
	long long size = clang_Type_getSizeOf(clang_getPointeeType(t));
	struct ir_opnd a = fc_expr(fc, k->v[0]), d;

	d = lower_arith(&fc->l, IR_OP_SUB, type, a, fc_expr(fc, k->v[1]));
	return size > 1 ? lower_arith(&fc->l, IR_OP_DIV, type, d, ir_int(size, NULL)) : d;
}

bool fc_comparison(struct fc *fc, CXCursor c, enum ir_op *op, struct kids *k)
{
	const char *type;
	bool u;

	if (c.kind != CXCursor_BinaryOperator)
		return false;
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_EQ:
		*op = IR_OP_EQ;
		break;
	case CXBinaryOperator_NE:
		*op = IR_OP_NE;
		break;
	case CXBinaryOperator_LT:
		*op = IR_OP_LT;
		break;
	case CXBinaryOperator_LE:
		*op = IR_OP_LE;
		break;
	case CXBinaryOperator_GT:
		*op = IR_OP_GT;
		break;
	case CXBinaryOperator_GE:
		*op = IR_OP_GE;
		break;
	default:
		return false;
	}
	*k = fc_kids(fc, c);
	if (k->n != 2)
		return false;
	type = fc_type_of(fc, k->v[0]);
	u = ir_type_is_int(type) && ir_type_is_unsigned(type);
	if (u && *op >= IR_OP_LT && *op <= IR_OP_GE)
		*op = (enum ir_op)(*op - IR_OP_LT + IR_OP_ULT);
	return true;
}

void fc_compare(struct fc *fc, const struct kids *k, enum ir_op *op, struct ir_opnd *a,
		struct ir_opnd *b)
{
	*a = fc_expr(fc, k->v[0]);
	*b = fc_expr(fc, k->v[1]);
	if (a->kind == IR_INT && b->kind != IR_INT) {
		struct ir_opnd t = *a;

		*a = *b;
		*b = t;
		*op = ir_op_swap(*op);
	}
}

/* The spelling of a folded constant @o that @a and @b gave. */
static struct ir_opnd folded(struct fc *fc, CXCursor c, struct ir_opnd o, struct ir_opnd a,
			     struct ir_opnd b)
{
	const char *text;

	if (o.kind != IR_INT || a.kind != IR_INT || b.kind != IR_INT)
		return o;
	text = fc_spelling(fc, c, true);
	if (text)
		o.text = text;
	else if (a.text == b.text) /* parts of one macro's value */
		o.text = a.text;
	return o;
}

struct ir_opnd fc_binary(struct fc *fc, CXCursor c)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(c);
	const char *type = fc_type_of(fc, c);
	struct kids k = fc_kids(fc, c);
	struct ir_opnd a, b;
	enum ir_op op;

	if (k.n != 2 || !arithmetic(kind, &op)) {
		lower_unknown(&fc->l, "BinaryOperator");
		return ir_any();
	}
	if (ir_type_is_ptr(type)) {
		unsigned int ptr = !ir_type_is_ptr(fc_type_of(fc, k.v[0]));

		/* pfn_to_page(): the array of all pages, and a number */
		if (fc_macro_call(fc, c, k.v[!ptr], &a))
			return a;
		return pointer_plus(fc, k.v[ptr], k.v[!ptr], !ptr && op == IR_OP_SUB);
	}
	if (ir_type_is_ptr(fc_type_of(fc, k.v[0])))
		return fc_macro_call(fc, c, k.v[0], &a) ? a : pointer_minus(fc, &k);
	a = fc_expr(fc, k.v[0]);
	b = fc_expr(fc, k.v[1]);
	return folded(fc, c, lower_arith(&fc->l, op, type, a, b), a, b);
}

struct ir_opnd fc_assignment(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	const struct ir_place *dst;
	struct ir_opnd v;

	if (k.n != 2) {
		lower_unknown(&fc->l, "BinaryOperator");
		return ir_any();
	}
	v = fc_expr(fc, k.v[1]);
	dst = fc_place(fc, k.v[0]);
	fc_at(fc, c);
	lower_assign(&fc->l, dst, v);
	return ir_use(dst);
}

struct ir_opnd fc_compound_assign(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	const struct ir_place *dst;
	const char *type, *calc;
	struct ir_opnd v, old;
	enum ir_op op;

	if (k.n != 2 || !arithmetic(clang_getCursorBinaryOperatorKind(c), &op)) {
		lower_unknown(&fc->l, "CompoundAssignOperator");
		return ir_any();
	}
	type = fc_type_of(fc, k.v[0]);
	v = fc_expr(fc, k.v[1]);
	dst = fc_place(fc, k.v[0]);
	fc_at(fc, c);
	old = ir_use(dst);
	if (ir_type_is_ptr(type)) {
		if (op == IR_OP_SUB)
			v = lower_arith(&fc->l, IR_OP_NEG, str_intern("s64"), v, ir_any());
		v = fc_step(fc, old, lower_index(&fc->l, v, fc_type_of(fc, k.v[1])));
	} else {
		/* the right side has been converted already, but for shifts */
		calc = op == IR_OP_SHL || op == IR_OP_SHR ? type : fc_type_of(fc, k.v[1]);
		if (ir_type_bits(calc) < ir_type_bits(type))
			calc = type;
		v = lower_arith(&fc->l, op, calc, lower_convert(&fc->l, old, type, calc), v);
	}
	lower_assign(&fc->l, dst, v);
	return old;
}

struct ir_opnd fc_inc_dec(struct fc *fc, CXCursor c, bool used)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(c);
	bool post = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PostDec;
	bool inc = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PreInc;
	const struct ir_place *p = fc_place(fc, fc_kid(c, 0));
	const char *type = fc_type_of(fc, c);
	struct ir_opnd old = ir_use(p), v;

	fc_at(fc, c);
	if (post && used)
		old = lower_snapshot(&fc->l, old, type);
	if (ir_type_is_ptr(type))
		v = fc_step(fc, ir_use(p), ir_int(inc ? 1 : -1, NULL));
	else
		v = lower_arith(&fc->l, inc ? IR_OP_ADD : IR_OP_SUB, type, ir_use(p),
				ir_int(1, NULL));
	lower_assign(&fc->l, p, v);
	return post ? old : ir_use(p);
}
