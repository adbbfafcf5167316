// SPDX-License-Identifier: GPL-2.0-or-later
/* Values of expressions. */
#include "front_sparse/fs.h"

#define DEPTH_MAX 2000

struct ir_opnd fs_unknown(struct fs *fs, const char *what)
{
	lower_unknown(&fs->l, what);
	return ir_any();
}

bool fs_is_cast(const struct expression *e)
{
	return e->type == EXPR_CAST || e->type == EXPR_FORCE_CAST || e->type == EXPR_IMPLIED_CAST;
}

struct expression *fs_strip_casts(struct expression *e)
{
	while (fs_is_cast(e))
		e = e->cast_expression;
	return e;
}

static struct ir_opnd literal(struct fs *fs, struct expression *e)
{
	return ir_int(lower_wrap((int64_t)e->value, fs_type_of(fs, e)), fs_spelling(fs, e->pos));
}

const struct ir_place *fs_literal(struct fs *fs, struct symbol *sym)
{
	const struct ir_place *p = fs_new_local(fs, "literal", fs_type(fs, sym));

	fs_init(fs, p, sym, sym->initializer);
	return p;
}

static struct ir_opnd elvis(struct fs *fs, struct expression *e)
{
	unsigned int yes = lower_block(&fs->l), no = lower_block(&fs->l), out = lower_block(&fs->l);
	const char *type = fs_type_of(fs, e), *from = fs_type_of(fs, e->conditional);
	const struct ir_place *t = ir_place_var(fs->l.f, ir_temp(fs->l.f, type));
	struct ir_opnd v = lower_snapshot(&fs->l, fs_expr(fs, e->conditional), from);

	fs_at_expr(fs, e);
	lower_test(&fs->l, v, yes, no);
	lower_start(&fs->l, yes);
	lower_assign(&fs->l, t, lower_convert(&fs->l, v, from, type));
	lower_goto(&fs->l, out);
	lower_start(&fs->l, no);
	lower_assign(&fs->l, t, fs_expr(fs, e->cond_false));
	lower_start(&fs->l, out);
	return ir_use(t);
}

static struct ir_opnd one_of(struct fs *fs, struct expression *e, bool value)
{
	if (value)
		return fs_expr(fs, e);
	fs_discard(fs, e);
	return ir_any();
}

static struct ir_opnd conditional(struct fs *fs, struct expression *e, bool used)
{
	const char *type = fs_type_of(fs, e);
	unsigned int yes, no, out;
	const struct ir_place *t;
	bool value = used && strcmp(type, "void");
	int64_t v;

	if (!e->cond_true && value)
		return elvis(fs, e);
	if (fs_known(fs, e->conditional, &v) && (!v || e->cond_true))
		return one_of(fs, v ? e->cond_true : e->cond_false, value);
	yes = lower_block(&fs->l);
	no = lower_block(&fs->l);
	out = lower_block(&fs->l);
	t = value ? ir_place_var(fs->l.f, ir_temp(fs->l.f, type)) : NULL;
	fs_cond(fs, e->conditional, yes, no);
	for (int i = 0; i < 2; i++) {
		struct expression *arm = i ? e->cond_false : e->cond_true;

		lower_start(&fs->l, i ? no : yes);
		if (value)
			lower_assign(&fs->l, t, fs_expr(fs, arm));
		else if (arm)
			fs_discard(fs, arm);
		lower_goto(&fs->l, out);
	}
	lower_start(&fs->l, out);
	return value ? ir_use(t) : ir_any();
}

static struct ir_opnd cast(struct fs *fs, struct expression *e)
{
	const char *from = fs_type_of(fs, e->cast_expression), *to = fs_type_of(fs, e);

	if (!strcmp(to, "void")) {
		fs_discard(fs, e->cast_expression);
		return ir_any();
	}
	if (from != to && ir_type_is_int(to) && fs_is_logical(fs, e->cast_expression))
		return fs_truth(fs, e->cast_expression, to);
	return lower_convert(&fs->l, fs_expr(fs, e->cast_expression), from, to);
}

/* The last statement gives the value; labels may stand before it. */
static struct statement *value_stmt(struct fs *fs, struct statement *s)
{
	while (s->type == STMT_LABEL) {
		fs_label(fs, s->label_identifier);
		s = s->label_statement;
	}
	return s;
}

static struct ir_opnd value_of(struct fs *fs, struct statement *s, bool used)
{
	s = value_stmt(fs, s);
	if (s->type != STMT_EXPRESSION || !s->expression) {
		fs_stmt(fs, s);
		return ir_any();
	}
	if (used && strcmp(fs_type_of(fs, s->expression), "void"))
		return fs_expr(fs, s->expression);
	fs_discard(fs, s->expression);
	return ir_any();
}

static struct ir_opnd stmt_expr(struct fs *fs, struct expression *e, bool used)
{
	struct statement *s, *last = NULL;
	struct fs_scope *outer = fs->scope;
	struct ir_opnd o = ir_any();

	FOR_EACH_PTR (e->statement->stmts, s) {
		if (last)
			fs_stmt(fs, last);
		last = s;
	}
	END_FOR_EACH_PTR(s);
	if (last)
		o = value_of(fs, last, used);
	if (fs->scope != outer && used)
		o = lower_snapshot(&fs->l, o, fs_type_of(fs, e));
	fs_leave(fs, outer);
	fs->scope = outer;
	return o;
}

static struct ir_opnd sign(struct fs *fs, struct expression *e)
{
	enum ir_op op = e->op == '-' ? IR_OP_NEG : IR_OP_NOT;

	return lower_arith(&fs->l, op, fs_type_of(fs, e), fs_expr(fs, e->unop), ir_any());
}

/* An array that the pointer @e points to, as a whole before it decayed. */
static struct ir_opnd decayed(struct fs *fs, struct expression *e, struct ir_opnd o,
			      const char *whole)
{
	struct symbol *target = fs_target_type(e);
	const struct ir_place *p;

	if (!whole || !str_starts(whole, "arr ") || !target || fs_type(fs, target) == whole)
		return o;
	p = ir_points_to(fs->l.f, o);
	return p ? ir_addr(fs->l.f, ir_place_elem(fs->l.f, p, ir_int(0, NULL))) : o;
}

static struct ir_opnd load(struct fs *fs, struct expression *e)
{
	struct symbol *t = fs_pointee(fs, e->unop);
	const char *own = t ? fs_type(fs, t) : "?";
	struct ir_opnd o;

	if (!strcmp(own, "fn"))
		return fs_expr(fs, e->unop);
	if (e->unop->type == EXPR_SYMBOL && str_starts(own, "arr ") &&
	    fs_is_string(e->unop->symbol))
		return ir_str();
	o = ir_use(fs_place(fs, e));
	return ir_type_is_ptr(own) ? decayed(fs, e, o, ir_type_target(own)) : o;
}

static struct ir_opnd preop(struct fs *fs, struct expression *e, bool used)
{
	switch (e->op) {
	case '*':
		return load(fs, e);
	case '-':
	case '~':
		return sign(fs, e);
	case '!':
		return fs_truth(fs, e, fs_type_of(fs, e));
	case '+':
	case '(':
		return fs_expr(fs, e->unop);
	case SPECIAL_INCREMENT:
	case SPECIAL_DECREMENT:
		return fs_inc_dec(fs, e, used);
	default:
		return fs_unknown(fs, "EXPR_PREOP");
	}
}

static struct ir_opnd binop(struct fs *fs, struct expression *e)
{
	struct symbol *target;

	if (fs_is_member(e))
		return fs_address(fs, e);
	target = fs_target_type(e->left);
	return decayed(fs, e, fs_binary(fs, e), target ? fs_type(fs, target) : NULL);
}

static struct ir_opnd init_list(struct fs *fs, struct expression *e)
{
	const char *type = fs_type_of(fs, e);
	const struct ir_place *p;

	if (!fs_is_aggregate(type))
		return fs_unknown(fs, "EXPR_INITIALIZER");
	p = fs_new_local(fs, "literal", type);
	fs_init(fs, p, e->ctype, e);
	return ir_use(p);
}

static struct ir_opnd any_expr(struct fs *fs, struct expression *e, bool used)
{
	switch (e->type) {
	case EXPR_VALUE:
		return literal(fs, e);
	case EXPR_SYMBOL:
		return fs_address(fs, e);
	case EXPR_STRING:
		return ir_str();
	case EXPR_BINOP:
		return binop(fs, e);
	case EXPR_ASSIGNMENT:
		return fs_assignment(fs, e);
	case EXPR_LOGICAL:
	case EXPR_COMPARE:
		return fs_truth(fs, e, fs_type_of(fs, e));
	case EXPR_PREOP:
		return preop(fs, e, used);
	case EXPR_POSTOP:
		return fs_inc_dec(fs, e, used);
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		return cast(fs, e);
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		return conditional(fs, e, used);
	case EXPR_STATEMENT:
		return stmt_expr(fs, e, used);
	case EXPR_CALL:
		return fs_call(fs, e);
	case EXPR_COMMA:
		fs_discard(fs, e->left);
		return one_of(fs, e->right, used);
	case EXPR_SLICE:
		return ir_use(fs_place(fs, e));
	case EXPR_INITIALIZER:
		return init_list(fs, e);
	case EXPR_LABEL:
	case EXPR_FVALUE:
	case EXPR_TYPE:
		return ir_any();
	case EXPR_SIZEOF:
	case EXPR_PTRSIZEOF:
	case EXPR_ALIGNOF:
	case EXPR_OFFSETOF:
		return ir_any(); /* of what has no fixed size */
	case EXPR_DEREF:
		return fs_unknown(fs, "EXPR_DEREF");
	case EXPR_IDENTIFIER:
	case EXPR_INDEX:
	case EXPR_POS:
	case EXPR_GENERIC:
		break;
	}
	return fs_unknown(fs, "expression");
}

static bool is_good(const struct expression *e)
{
	return e && e->ctype && e->ctype != &bad_ctype;
}

static bool repair(struct fs *fs, struct expression *e);

/* Of `a || b` sparse leaves b as it was parsed if a did not please it. */
static bool is_usable(struct fs *fs, struct expression *e)
{
	if (is_good(e))
		return true;
	if (!e)
		return false;
	if (repair(fs, e))
		return true;
	if (e->ctype)
		return false;
	fs_record_expr(&fs->notes, e);
	evaluate_expression(e);
	fs_recorded(fs);
	return is_good(e);
}

/* Its operands have types by now. */
static bool evaluate_again(struct expression *e)
{
	e->ctype = NULL;
	evaluate_expression(e);
	return is_good(e);
}

static bool repair_preop(struct fs *fs, struct expression *e)
{
	if (!is_usable(fs, e->unop))
		return false;
	if (e->op != '(')
		return evaluate_again(e);
	*e = *e->unop;
	return true;
}

static bool repair_conditional(struct fs *fs, struct expression *e)
{
	if (!is_usable(fs, e->conditional) || !is_usable(fs, e->cond_false) ||
	    (e->cond_true && !is_usable(fs, e->cond_true)))
		return false;
	e->ctype = is_void_type(e->cond_false->ctype) || !e->cond_true ? e->cond_false->ctype :
									 e->cond_true->ctype;
	return true;
}

/* sparse is stricter than compilers: of pointers to different address spaces it tells no type, but
 * what the operands mean is clear. */
static bool repair(struct fs *fs, struct expression *e)
{
	switch (e->type) {
	case EXPR_COMPARE:
	case EXPR_LOGICAL:
	case EXPR_ASSIGNMENT:
		if (!is_usable(fs, e->left) || !is_usable(fs, e->right))
			return false;
		e->ctype = e->type == EXPR_ASSIGNMENT ? e->left->ctype : &int_ctype;
		return true;
	case EXPR_BINOP:
		return is_usable(fs, e->left) && is_usable(fs, e->right) && evaluate_again(e);
	case EXPR_PREOP:
		return repair_preop(fs, e);
	case EXPR_CONDITIONAL:
		return repair_conditional(fs, e);
	case EXPR_SIZEOF:
		e->ctype = size_t_ctype;
		return true;
	default:
		return false;
	}
}

static struct ir_opnd expr(struct fs *fs, struct expression *e, bool used)
{
	struct ir_opnd o;

	if (!e)
		return fs_unknown(fs, "expression-missing");
	if (!is_good(e) && !repair(fs, e)) {
		/* sparse has told why */
		fs->l.f->errors = true;
		return fs_unknown(fs, "expression-with-errors");
	}
	if (++fs->depth > DEPTH_MAX)
		o = fs_unknown(fs, "expression-too-deep");
	else
		o = any_expr(fs, e, used);
	fs->depth--;
	return o;
}

struct ir_opnd fs_expr(struct fs *fs, struct expression *e)
{
	return expr(fs, e, true);
}

static void discard_logical(struct fs *fs, struct expression *e)
{
	unsigned int next = lower_block(&fs->l), out = lower_block(&fs->l);
	bool is_and = e->op == SPECIAL_LOGICAL_AND;

	fs_cond(fs, e->left, is_and ? next : out, is_and ? out : next);
	lower_start(&fs->l, next);
	fs_discard(fs, e->right);
	lower_start(&fs->l, out);
}

static void discard_preop(struct fs *fs, struct expression *e)
{
	if (e->op == SPECIAL_INCREMENT || e->op == SPECIAL_DECREMENT)
		fs_inc_dec(fs, e, false);
	else
		fs_discard(fs, e->unop);
}

/* Lower @e for what it does, not for its value. */
void fs_discard(struct fs *fs, struct expression *e)
{
	if (!is_good(e) && (!e || !repair(fs, e))) {
		expr(fs, e, false);
		return;
	}
	switch (e->type) {
	case EXPR_VALUE:
	case EXPR_FVALUE:
	case EXPR_STRING:
	case EXPR_TYPE:
	case EXPR_LABEL:
		return;
	case EXPR_SYMBOL:
		if (e->symbol && fs_is_literal(e->symbol))
			break;
		return;
	case EXPR_BINOP:
	case EXPR_COMPARE:
	case EXPR_COMMA:
		fs_discard(fs, e->left);
		fs_discard(fs, e->right);
		return;
	case EXPR_LOGICAL:
		discard_logical(fs, e);
		return;
	case EXPR_PREOP:
		discard_preop(fs, e);
		return;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		fs_discard(fs, e->cast_expression);
		return;
	case EXPR_SLICE:
		fs_discard(fs, e->base);
		return;
	case EXPR_CALL:
		if (!fs_expected(e))
			break;
		fs_discard(fs, fs_expected(e));
		return;
	default:
		break;
	}
	expr(fs, e, false);
}
