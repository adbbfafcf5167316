// SPDX-License-Identifier: GPL-2.0-or-later
/* Values of expressions. */
#include "front_clang/fc.h"

static struct ir_opnd unknown(struct fc *fc, const char *what)
{
	lower_unknown(&fc->l, what);
	return ir_any();
}

/* Whether the source spells @word where @c begins (behind a macro: where the macro spells it). */
static bool spelled_as(struct fc *fc, CXCursor c, const char *word)
{
	struct fc_pos p = fc_spelled(fc, clang_getRangeStart(clang_getCursorExtent(c)));
	const char *text = fc_text_at(fc, &p, NULL);

	return text && str_starts(text, word);
}

bool fc_is_elvis(struct fc *fc, CXCursor c, const struct kids *k)
{
	return k->n == 4 && fc_is_expr(k->v[0]) && fc_is_expr(k->v[3]) &&
	       !spelled_as(fc, c, "__atomic") && !spelled_as(fc, c, "__c11_atomic");
}

CXCursor fc_choose(struct fc *fc, CXCursor c, const struct kids *k)
{
	int64_t v;

	if (k->n != 3 || !fc_is_expr(k->v[0]) || !spelled_as(fc, c, "__builtin_choose_expr"))
		return clang_getNullCursor();
	return fc_evaluate(k->v[0], &v) ? k->v[v ? 1 : 2] : clang_getNullCursor();
}

/* The end of a list item: the first of @stops outside of parentheses and quotes. */
static const char *item_end(const char *p, const char *stops)
{
	int depth = 0;
	char quote = 0;

	for (; *p; p++) {
		if (quote) {
			if (*p == '\\' && p[1])
				p++;
			else if (*p == quote)
				quote = 0;
		} else if (!depth && strchr(stops, *p)) {
			return p;
		} else if (*p == '"' || *p == '\'') {
			quote = *p;
		} else if (strchr("([{", *p)) {
			depth++;
		} else if (strchr(")]}", *p)) {
			depth--;
		}
	}
	return p;
}

static const char *type_spelling(CXType t)
{
	CXString s = clang_getTypeSpelling(clang_getUnqualifiedType(t));
	const char *text = fc_squeeze(clang_getCString(s), strlen(clang_getCString(s)));

	clang_disposeString(s);
	return text;
}

/* Position (from 1) of the association whose type is spelled as that of the controlling expression,
 * in the text `_Generic(control, type: expression, ...)`; 0 if there is none. */
static unsigned int association_spelled(const char *text, CXType control)
{
	const char *want = type_spelling(control);
	const char *p = item_end(text + strlen("_Generic("), ",)"), *colon;

	for (unsigned int i = 1; *p == ','; i++) {
		colon = item_end(p + 1, ":");
		if (fc_squeeze(p + 1, (size_t)(colon - p - 1)) == want)
			return i;
		if (!*colon)
			break;
		p = item_end(colon + 1, ",)");
	}
	return 0;
}

/**
 * fc_generic_choice() - the expression that a _Generic selects
 * @fc: the unit
 * @c: the selection
 *
 * libclang does not tell; the type of the whole usually decides, else the types of the associations
 * as clang prints them.
 *
 * Return: null cursor if it stays open
 */
CXCursor fc_generic_choice(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	CXType type = clang_getCursorType(c);
	CXCursor hit = clang_getNullCursor();
	unsigned int hits = 0, n;
	const char *text;

	for (unsigned int i = 1; i < k.n; i++) {
		if (!fc_is_expr(k.v[i]) || !clang_equalTypes(clang_getCursorType(k.v[i]), type))
			continue;
		hit = k.v[i];
		hits++;
	}
	if (hits <= 1)
		return hit;
	text = fc_pretty_stmt(fc, c, "_Generic");
	n = text ? association_spelled(text, clang_getCursorType(k.v[0])) : 0;
	return n && n < k.n ? k.v[n] : clang_getNullCursor();
}

static struct ir_opnd decayed(struct fc *fc, CXCursor array)
{
	CXCursor c = fc_strip(array);
	const struct ir_place *p;

	if (c.kind == CXCursor_StringLiteral)
		return ir_str();
	if (c.kind == CXCursor_UnexposedExpr && fc_kid(c, 0).kind == CXCursor_StringLiteral)
		return ir_str(); /* __func__ */
	p = fc_place(fc, c);
	return ir_addr(fc->l.f, ir_place_elem(fc->l.f, p, ir_int(0, NULL)));
}

static struct ir_opnd elvis(struct fc *fc, CXCursor c, const struct kids *k)
{
	unsigned int yes = lower_block(&fc->l), no = lower_block(&fc->l), out = lower_block(&fc->l);
	const char *type = fc_type_of(fc, c), *from = fc_type_of(fc, k->v[0]);
	const struct ir_place *t = ir_place_var(fc->l.f, ir_temp(fc->l.f, type));
	struct ir_opnd v = lower_snapshot(&fc->l, fc_expr(fc, k->v[0]), from);

	fc_at(fc, c);
	lower_test(&fc->l, v, yes, no);
	lower_start(&fc->l, yes);
	lower_assign(&fc->l, t, lower_convert(&fc->l, v, from, type));
	lower_goto(&fc->l, out);
	lower_start(&fc->l, no);
	v = fc_expr(fc, k->v[3]);
	lower_assign(&fc->l, t, v);
	lower_start(&fc->l, out);
	return ir_use(t);
}

static struct ir_opnd atomic(struct fc *fc, const struct kids *k)
{
	for (unsigned int i = 0; i < k->n; i++) {
		struct ir_opnd o = fc_expr(fc, k->v[i]);

		if (o.kind == IR_PLACE || o.kind == IR_ADDR)
			lower_escape(&fc->l, &o, 1);
	}
	return ir_any();
}

/* Expression @c, as type @to.  A truth value has the wanted type from the start. */
static struct ir_opnd converted(struct fc *fc, CXCursor c, const char *from, const char *to)
{
	if (from != to && ir_type_is_int(to) && fc_is_logical(fc, c))
		return fc_truth(fc, c, to);
	return lower_convert(&fc->l, fc_expr(fc, c), from, to);
}

static struct ir_opnd unexposed(struct fc *fc, CXCursor c)
{
	struct kids k = fc_kids(fc, c);
	const char *to = fc_type_of(fc, c), *from;
	CXCursor chosen;
	int64_t v;

	if (fc_is_implicit(c, &k)) {
		from = fc_type_of(fc, k.v[0]);
		if (str_starts(from, "arr ") && ir_type_is_ptr(to))
			return decayed(fc, k.v[0]);
		return converted(fc, k.v[0], from, to);
	}
	if (fc_is_elvis(fc, c, &k))
		return elvis(fc, c, &k);
	chosen = fc_choose(fc, c, &k);
	if (!fc_is_null(chosen))
		return fc_expr(fc, chosen);
	if (k.n && (spelled_as(fc, c, "__atomic") || spelled_as(fc, c, "__c11_atomic")))
		return atomic(fc, &k);
	if (k.n && spelled_as(fc, c, "__builtin_va_arg"))
		return ir_any();
	if (fc_evaluate(c, &v))
		return ir_int(lower_wrap(v, to), NULL);
	/* offsetof with an index that is no constant */
	if (spelled_as(fc, c, "__builtin_offsetof") || spelled_as(fc, c, "offsetof"))
		return ir_any();
	return unknown(fc, "UnexposedExpr");
}

static struct ir_opnd reference(struct fc *fc, CXCursor c)
{
	CXCursor ref = clang_getCursorReferenced(c);
	int64_t v;

	switch (ref.kind) {
	case CXCursor_FunctionDecl:
		return ir_fn(fc_name(ref));
	case CXCursor_EnumConstantDecl:
		if (!fc_evaluate(c, &v))
			v = clang_getEnumConstantDeclValue(ref);
		return ir_int(v, fc_name(ref));
	case CXCursor_VarDecl:
	case CXCursor_ParmDecl:
		return ir_use(fc_variable(fc, ref));
	default:
		return unknown(fc, "DeclRefExpr");
	}
}

static struct ir_opnd literal(struct fc *fc, CXCursor c)
{
	int64_t v;

	if (!fc_evaluate(c, &v))
		return ir_any();
	return ir_int(v, fc_spelling(fc, c, false));
}

static struct ir_opnd address_of(struct fc *fc, CXCursor c)
{
	CXCursor sub = fc_strip(fc_kid(c, 0));

	if (sub.kind == CXCursor_DeclRefExpr && fc_is_function(clang_getCursorReferenced(sub)))
		return ir_fn(fc_name(clang_getCursorReferenced(sub)));
	if (sub.kind == CXCursor_StringLiteral)
		return ir_str();
	if (!strcmp(fc_type_of(fc, sub), "fn"))
		return fc_expr(fc, sub);
	return ir_addr(fc->l.f, fc_place(fc, sub));
}

static struct ir_opnd unary(struct fc *fc, CXCursor c, bool used)
{
	const char *type = fc_type_of(fc, c);
	CXCursor sub = fc_kid(c, 0);

	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return fc_inc_dec(fc, c, used);
	case CXUnaryOperator_AddrOf:
		return address_of(fc, c);
	case CXUnaryOperator_Deref:
		if (!strcmp(type, "fn"))
			return fc_expr(fc, sub);
		return ir_use(fc_place(fc, c));
	case CXUnaryOperator_Plus:
		return fc_expr(fc, sub);
	case CXUnaryOperator_Minus:
		return lower_arith(&fc->l, IR_OP_NEG, type, fc_expr(fc, sub), ir_any());
	case CXUnaryOperator_Not:
		return lower_arith(&fc->l, IR_OP_NOT, type, fc_expr(fc, sub), ir_any());
	case CXUnaryOperator_LNot:
		return fc_truth(fc, c, type);
	case CXUnaryOperator_Real:
	case CXUnaryOperator_Imag:
		return ir_any();
	default:
		return unknown(fc, "UnaryOperator");
	}
}

static struct ir_opnd binary(struct fc *fc, CXCursor c)
{
	switch (clang_getCursorBinaryOperatorKind(c)) {
	case CXBinaryOperator_Assign:
		return fc_assignment(fc, c);
	case CXBinaryOperator_Comma:
		fc_discard(fc, fc_kid(c, 0));
		return fc_expr(fc, fc_kid(c, 1));
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
	case CXBinaryOperator_LT:
	case CXBinaryOperator_GT:
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GE:
	case CXBinaryOperator_EQ:
	case CXBinaryOperator_NE:
		return fc_truth(fc, c, fc_type_of(fc, c));
	default:
		return fc_binary(fc, c);
	}
}

static struct ir_opnd conditional(struct fc *fc, CXCursor c, bool used)
{
	struct kids k = fc_kids(fc, c);
	const char *type = fc_type_of(fc, c);
	unsigned int yes, no, out;
	const struct ir_place *t;
	bool value = used && strcmp(type, "void");
	int64_t v;

	if (k.n != 3)
		return unknown(fc, "ConditionalOperator");
	if (fc_known(fc, k.v[0], &v)) {
		if (value)
			return fc_expr(fc, k.v[v ? 1 : 2]);
		fc_discard(fc, k.v[v ? 1 : 2]);
		return ir_any();
	}
	yes = lower_block(&fc->l);
	no = lower_block(&fc->l);
	out = lower_block(&fc->l);
	t = value ? ir_place_var(fc->l.f, ir_temp(fc->l.f, type)) : NULL;
	fc_cond(fc, k.v[0], yes, no);
	for (unsigned int i = 1; i < 3; i++) {
		lower_start(&fc->l, i == 1 ? yes : no);
		if (value)
			lower_assign(&fc->l, t, fc_expr(fc, k.v[i]));
		else
			fc_discard(fc, k.v[i]);
		lower_goto(&fc->l, out);
	}
	lower_start(&fc->l, out);
	return value ? ir_use(t) : ir_any();
}

static struct ir_opnd cast(struct fc *fc, CXCursor c)
{
	CXCursor sub = fc_last_kid(c);
	const char *from, *to = fc_type_of(fc, c);

	if (!fc_is_expr(sub))
		return unknown(fc, "CStyleCastExpr");
	if (!strcmp(to, "void")) {
		fc_discard(fc, sub);
		return ir_any();
	}
	from = fc_type_of(fc, sub);
	if (str_starts(from, "arr ") && ir_type_is_ptr(to))
		return decayed(fc, sub);
	if (from != to && fc_is_record(to)) {
		/* GNU C: a member's value as the union */
		const struct ir_place *p = fc_new_local(fc, "literal", to);

		lower_assign(&fc->l, p, fc_expr(fc, sub));
		return ir_use(p);
	}
	return converted(fc, sub, from, to);
}

static struct ir_opnd size(struct fc *fc, CXCursor c)
{
	int64_t v;

	if (fc_evaluate(c, &v))
		return ir_int(v, NULL);
	return ir_any(); /* of a variable length array */
}

/* The last statement gives the value; labels may stand before it. */
static CXCursor value_stmt(struct fc *fc, CXCursor c)
{
	while (c.kind == CXCursor_LabelStmt) {
		fc_label(fc, c);
		c = fc_last_kid(c);
	}
	return c;
}

static struct ir_opnd stmt_expr(struct fc *fc, CXCursor c, bool used)
{
	struct kids k = fc_kids(fc, fc_kid(c, 0));
	struct fc_scope *outer = fc->scope;
	struct ir_opnd o = ir_any();
	CXCursor last;

	for (unsigned int i = 0; i + 1 < k.n; i++)
		fc_stmt(fc, k.v[i]);
	if (k.n) {
		last = value_stmt(fc, k.v[k.n - 1]);
		if (!fc_is_expr(last))
			fc_stmt(fc, last);
		else if (!used || !strcmp(fc_type_of(fc, last), "void"))
			fc_discard(fc, last);
		else
			o = fc_expr(fc, last);
		if (fc->scope != outer)
			o = lower_snapshot(&fc->l, o, fc_type_of(fc, last));
	}
	fc_leave(fc, outer);
	fc->scope = outer;
	return o;
}

static struct ir_opnd init_list(struct fc *fc, CXCursor c)
{
	const char *type = fc_type_of(fc, c);
	const struct ir_place *p;

	if (fc_is_aggregate(type)) {
		p = fc_new_local(fc, "literal", type);
		fc_init(fc, p, type, clang_getCursorType(c), c);
		return ir_use(p);
	}
	return fc_is_null(fc_kid(c, 0)) ? ir_int(0, NULL) : fc_expr(fc, fc_kid(c, 0));
}

static struct ir_opnd generic(struct fc *fc, CXCursor c)
{
	CXCursor chosen = fc_generic_choice(fc, c);
	int64_t v;

	if (!fc_is_null(chosen))
		return fc_expr(fc, chosen);
	if (fc_evaluate(c, &v))
		return ir_int(v, NULL);
	return unknown(fc, "GenericSelectionExpr");
}

static struct ir_opnd other(struct fc *fc, CXCursor c)
{
	CXString s = clang_getCursorKindSpelling(c.kind);
	struct ir_opnd o = unknown(fc, clang_getCString(s));

	clang_disposeString(s);
	return o;
}

static struct ir_opnd expr(struct fc *fc, CXCursor c, bool used)
{
	switch (c.kind) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
		return literal(fc, c);
	case CXCursor_DeclRefExpr:
		return reference(fc, c);
	case CXCursor_UnexposedExpr:
		return unexposed(fc, c);
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_CompoundLiteralExpr:
		return ir_use(fc_place(fc, c));
	case CXCursor_CallExpr:
		return fc_call(fc, c);
	case CXCursor_BinaryOperator:
		return binary(fc, c);
	case CXCursor_CompoundAssignOperator:
		return fc_compound_assign(fc, c);
	case CXCursor_UnaryOperator:
		return unary(fc, c, used);
	case CXCursor_CStyleCastExpr:
		return cast(fc, c);
	case CXCursor_ConditionalOperator:
		return conditional(fc, c, used);
	case CXCursor_StmtExpr:
		return stmt_expr(fc, c, used);
	case CXCursor_UnaryExpr:
		return size(fc, c);
	case CXCursor_StringLiteral:
		return ir_str();
	case CXCursor_FloatingLiteral:
	case CXCursor_ImaginaryLiteral:
		return ir_any();
	case CXCursor_AddrLabelExpr:
		fc_label_addressed(fc, c);
		return ir_any();
	case CXCursor_InitListExpr:
		return init_list(fc, c);
	case CXCursor_GenericSelectionExpr:
		return generic(fc, c);
	default:
		return other(fc, c);
	}
}

struct ir_opnd fc_expr(struct fc *fc, CXCursor c)
{
	return expr(fc, fc_strip(c), true);
}

/* Expressions that name a thing and do nothing. */
static bool is_idle(CXCursor c)
{
	return c.kind == CXCursor_DeclRefExpr || c.kind == CXCursor_IntegerLiteral ||
	       c.kind == CXCursor_StringLiteral || c.kind == CXCursor_UnaryExpr;
}

static void discard_logical(struct fc *fc, CXCursor c, bool is_and)
{
	unsigned int next = lower_block(&fc->l), out = lower_block(&fc->l);

	fc_cond(fc, fc_kid(c, 0), is_and ? next : out, is_and ? out : next);
	lower_start(&fc->l, next);
	fc_discard(fc, fc_kid(c, 1));
	lower_start(&fc->l, out);
}

static void discard_binary(struct fc *fc, CXCursor c)
{
	enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);

	if (op == CXBinaryOperator_LAnd || op == CXBinaryOperator_LOr) {
		discard_logical(fc, c, op == CXBinaryOperator_LAnd);
	} else if (op == CXBinaryOperator_Assign) {
		fc_assignment(fc, c);
	} else {
		fc_discard(fc, fc_kid(c, 0));
		fc_discard(fc, fc_kid(c, 1));
	}
}

static void discard_unary(struct fc *fc, CXCursor c)
{
	switch (clang_getCursorUnaryOperatorKind(c)) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		fc_inc_dec(fc, c, false);
		break;
	default:
		fc_discard(fc, fc_kid(c, 0));
	}
}

/* Lower @c for what it does, not for its value. */
void fc_discard(struct fc *fc, CXCursor c)
{
	struct kids k;

	c = fc_strip(c);
	if (is_idle(c))
		return;
	switch (c.kind) {
	case CXCursor_BinaryOperator:
		discard_binary(fc, c);
		return;
	case CXCursor_UnaryOperator:
		discard_unary(fc, c);
		return;
	case CXCursor_CStyleCastExpr:
		if (!fc_is_expr(fc_last_kid(c)))
			break;
		fc_discard(fc, fc_last_kid(c));
		return;
	case CXCursor_UnexposedExpr:
		k = fc_kids(fc, c);
		if (!fc_is_implicit(c, &k))
			break;
		fc_discard(fc, k.v[0]);
		return;
	case CXCursor_CallExpr:
		if (!fc_is_expect(c))
			break;
		fc_discard(fc, clang_Cursor_getArgument(c, 0));
		return;
	default:
		break;
	}
	expr(fc, c, false);
}
