// SPDX-License-Identifier: GPL-2.0-or-later
/* Expressions that name a place in memory. */
#include "front_clang/fc.h"

/* The place behind a pointer operand, through a temporary if the operand is no place itself. */
static const struct ir_place *behind(struct fc *fc, struct ir_opnd ptr, const char *ptr_type)
{
	const struct ir_place *p = ir_points_to(fc->l.f, ptr);

	if (p)
		return p;
	p = ir_place_var(fc->l.f, ir_temp(fc->l.f, ptr_type));
	lower_assign(&fc->l, p, ptr);
	return ir_place_deref(fc->l.f, p);
}

static const struct ir_place *materialize(struct fc *fc, CXCursor c)
{
	struct ir_opnd o = ir_any();
	const struct ir_place *p;

	/* what names a place but is none: clang recovered from an error here */
	if (c.kind == CXCursor_MemberRefExpr || c.kind == CXCursor_ArraySubscriptExpr)
		lower_unknown(&fc->l, "place-with-errors");
	else
		o = fc_expr(fc, c);
	if (o.kind == IR_PLACE)
		return o.place;
	p = ir_place_var(fc->l.f, ir_temp(fc->l.f, fc_type_of(fc, c)));
	lower_assign(&fc->l, p, o);
	return p;
}

static const struct ir_place *member_base(struct fc *fc, CXCursor base)
{
	const char *type = fc_type_of(fc, base);

	if (ir_type_is_ptr(type))
		return behind(fc, fc_expr(fc, base), type);
	return fc_place(fc, base);
}

/* Steps into anonymous members are left out: the field belongs to the record that has a name. */
static const struct ir_place *member(struct fc *fc, CXCursor c)
{
	CXCursor field = clang_getCursorReferenced(c), base = fc_kid(c, 0);
	const char *name = fc_field_name(field), *record;

	if (fc_is_null(base) || !name)
		return NULL;
	for (;;) {
		CXCursor inner = fc_strip(base);

		if (inner.kind != CXCursor_MemberRefExpr ||
		    fc_field_name(clang_getCursorReferenced(inner)))
			break;
		base = fc_kid(inner, 0);
	}
	record = fc_type_of(fc, base);
	if (ir_type_is_ptr(record))
		record = ir_type_target(record);
	return ir_place_field(fc->l.f, member_base(fc, base), record, name);
}

static const struct ir_place *subscript(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	CXCursor base, index;
	struct ir_opnd p, i;
	const char *type;

	if (k.n != 2)
		return NULL;
	base = k.v[0];
	index = k.v[1];
	if (!ir_type_is_ptr(fc_type_of(fc, base))) {
		base = k.v[1];
		index = k.v[0];
	}
	type = fc_type_of(fc, base);
	p = fc_expr(fc, base);
	i = lower_index(&fc->l, fc_expr(fc, index), fc_type_of(fc, index));
	return behind(fc, fc_moved(fc, base, p, i), type);
}

static const struct ir_place *compound_literal(struct fc *fc, CXCursor c)
{
	const char *type = fc_type_of(fc, c);
	const struct ir_place *p = fc_new_local(fc, "literal", type);

	fc_init(fc, p, type, clang_getCursorType(c), fc_last_kid(c));
	return p;
}

static const struct ir_place *variable_place(struct fc *fc, CXCursor c)
{
	CXCursor ref = clang_getCursorReferenced(c);

	if (ref.kind == CXCursor_VarDecl || ref.kind == CXCursor_ParmDecl)
		return fc_variable(fc, ref);
	return NULL;
}

static const struct ir_place *unexposed(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);

	/* a load, or a change of qualifiers */
	if (fc_is_implicit(c, &k) && fc_type_of(fc, c) == fc_type_of(fc, k.v[0]))
		return fc_place(fc, k.v[0]);
	return NULL;
}

const struct ir_place *fc_place(struct fc *fc, CXCursor c)
{
	const struct ir_place *p = NULL;
	CXCursor sub;

	c = fc_strip(c);
	switch (c.kind) {
	case CXCursor_DeclRefExpr:
		p = variable_place(fc, c);
		break;
	case CXCursor_MemberRefExpr:
		p = member(fc, c);
		break;
	case CXCursor_ArraySubscriptExpr:
		p = subscript(fc, c);
		break;
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_Deref)
			break;
		sub = fc_kid(c, 0);
		p = behind(fc, fc_expr(fc, sub), fc_type_of(fc, sub));
		break;
	case CXCursor_CompoundLiteralExpr:
		p = compound_literal(fc, c);
		break;
	case CXCursor_UnexposedExpr:
		p = unexposed(fc, c);
		break;
	case CXCursor_GenericSelectionExpr:
		sub = fc_generic_choice(fc, c);
		if (!fc_is_null(sub))
			p = fc_place(fc, sub);
		break;
	default:
		break;
	}
	return p ? p : materialize(fc, c);
}
