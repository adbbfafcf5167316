// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Evaluation makes `p->pages` the sum of p and an offset.  Which member that was, the tree no longer
 * says: it is noted before, and found again by the node of the offset, which all copies share.
 */
#include "front_sparse/fs.h"

static void record_list(struct fs *fs, struct expression_list *list)
{
	struct expression *e;

	FOR_EACH_PTR (list, e) {
		fs_record_expr(fs, e);
	}
	END_FOR_EACH_PTR(e);
}

static void record_member(struct fs *fs, struct expression *e)
{
	struct fs_member m = { .deref = e, .base = e->deref, .name = fs_name(e->member) };

	fs_record_expr(fs, e->deref);
	vec_push(&fs->recorded, m);
}

static void record_generic(struct fs *fs, struct expression *e)
{
	fs_record_expr(fs, e->control);
	for (struct type_expression *t = e->map; t; t = t->next)
		fs_record_expr(fs, t->expr);
	fs_record_expr(fs, e->def);
}

static void record_three(struct fs *fs, struct expression *e)
{
	fs_record_expr(fs, e->conditional);
	fs_record_expr(fs, e->cond_true);
	fs_record_expr(fs, e->cond_false);
}

void fs_record_expr(struct fs *fs, struct expression *e)
{
	if (!e)
		return;
	switch (e->type) {
	case EXPR_BINOP:
	case EXPR_COMMA:
	case EXPR_COMPARE:
	case EXPR_LOGICAL:
	case EXPR_ASSIGNMENT:
		fs_record_expr(fs, e->left);
		fs_record_expr(fs, e->right);
		break;
	case EXPR_PREOP:
	case EXPR_POSTOP:
		fs_record_expr(fs, e->unop);
		break;
	case EXPR_DEREF:
		record_member(fs, e);
		break;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		fs_record_expr(fs, e->cast_expression);
		break;
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		record_three(fs, e);
		break;
	case EXPR_STATEMENT:
		fs_record(fs, e->statement);
		break;
	case EXPR_CALL:
		fs_record_expr(fs, e->fn);
		record_list(fs, e->args);
		break;
	case EXPR_INITIALIZER:
		record_list(fs, e->expr_list);
		break;
	case EXPR_IDENTIFIER:
		fs_record_expr(fs, e->ident_expression);
		break;
	case EXPR_INDEX:
		fs_record_expr(fs, e->idx_expression);
		break;
	case EXPR_GENERIC:
		record_generic(fs, e);
		break;
	default:
		break;
	}
}

static void record_symbols(struct fs *fs, struct symbol_list *list)
{
	struct symbol *sym;

	FOR_EACH_PTR (list, sym) {
		fs_record_expr(fs, sym->initializer);
	}
	END_FOR_EACH_PTR(sym);
}

static void record_operands(struct fs *fs, struct asm_operand_list *list)
{
	struct asm_operand *op;

	FOR_EACH_PTR (list, op) {
		fs_record_expr(fs, op->expr);
	}
	END_FOR_EACH_PTR(op);
}

static void record_iterator(struct fs *fs, struct statement *s)
{
	record_symbols(fs, s->iterator_syms);
	fs_record(fs, s->iterator_pre_statement);
	fs_record_expr(fs, s->iterator_pre_condition);
	fs_record(fs, s->iterator_statement);
	fs_record(fs, s->iterator_post_statement);
	fs_record_expr(fs, s->iterator_post_condition);
}

static void record_compound(struct fs *fs, struct statement *s)
{
	struct statement *one;

	FOR_EACH_PTR (s->stmts, one) {
		fs_record(fs, one);
	}
	END_FOR_EACH_PTR(one);
}

void fs_record(struct fs *fs, struct statement *s)
{
	if (!s)
		return;
	switch (s->type) {
	case STMT_DECLARATION:
		record_symbols(fs, s->declaration);
		break;
	case STMT_EXPRESSION:
	case STMT_CONTEXT:
		fs_record_expr(fs, s->expression);
		break;
	case STMT_COMPOUND:
		record_compound(fs, s);
		break;
	case STMT_IF:
		fs_record_expr(fs, s->if_conditional);
		fs_record(fs, s->if_true);
		fs_record(fs, s->if_false);
		break;
	case STMT_RETURN:
		fs_record_expr(fs, s->ret_value);
		break;
	case STMT_CASE:
		fs_record(fs, s->case_statement);
		break;
	case STMT_SWITCH:
		fs_record_expr(fs, s->switch_expression);
		fs_record(fs, s->switch_statement);
		break;
	case STMT_ITERATOR:
		record_iterator(fs, s);
		break;
	case STMT_LABEL:
		fs_record(fs, s->label_statement);
		break;
	case STMT_GOTO:
		fs_record_expr(fs, s->goto_expression);
		break;
	case STMT_ASM:
		record_operands(fs, s->asm_outputs);
		record_operands(fs, s->asm_inputs);
		break;
	case STMT_RANGE:
		fs_record_expr(fs, s->range_expression);
		break;
	case STMT_NONE:
		break;
	}
}

/* What evaluation made of a member: the place behind a sum, or, as an array that decays or behind
 * an &, the sum itself. */
static const struct expression *sum_of(const struct expression *e)
{
	if (e->type == EXPR_PREOP && e->op == '*')
		e = e->unop;
	return fs_is_member(e) ? e : NULL;
}

void fs_recorded(struct fs *fs)
{
	for (size_t i = 0; i < fs->recorded.n; i++) {
		const struct expression *sum = sum_of(fs->recorded.v[i].deref);
		struct fs_member *m;

		if (!sum)
			continue;
		m = arena_new(&fs->u->mem, struct fs_member);
		*m = fs->recorded.v[i];
		fs_map_set(&fs->members, sum->right, m);
	}
	fs->recorded.n = 0;
}

/* What evaluate_offset() of sparse makes; a sum of the source has another type on the right. */
bool fs_is_member(const struct expression *add)
{
	struct symbol *t = add->ctype == &lazy_ptr_ctype ? add->ctype : fs_base(add->ctype);

	return add->type == EXPR_BINOP && add->op == '+' && add->right &&
	       add->right->type == EXPR_VALUE && add->right->ctype == &int_ctype && t &&
	       t->type == SYM_PTR;
}

/* The member at @offset; of several, one of type @want. */
static struct symbol *member_at(struct symbol *record, unsigned long offset, struct symbol *want)
{
	struct symbol *f, *deep, *first = NULL;

	record = fs_base(record);
	if (!record || (record->type != SYM_STRUCT && record->type != SYM_UNION))
		return NULL;
	FOR_EACH_PTR (record->symbol_list, f) {
		if (!f->ident) {
			deep = f->offset <= offset ? member_at(f, offset - f->offset, want) : NULL;
			if (deep && want && fs_base(deep) == want)
				return deep;
			first = first ? first : deep;
		} else if (f->offset == offset) {
			if (!want || fs_base(f) == want)
				return f;
			first = first ? first : f;
		}
	}
	END_FOR_EACH_PTR(f);
	return first;
}

/* The member called @name, also of anonymous members. */
static struct symbol *member_named(struct symbol *record, const char *name)
{
	struct symbol *f, *deep;

	record = fs_base(record);
	if (!record || (record->type != SYM_STRUCT && record->type != SYM_UNION))
		return NULL;
	FOR_EACH_PTR (record->symbol_list, f) {
		deep = f->ident ? NULL : member_named(f, name);
		if (deep)
			return deep;
		if (f->ident && fs_name(f->ident) == name)
			return f;
	}
	END_FOR_EACH_PTR(f);
	return NULL;
}

struct symbol *fs_pointee(struct fs *fs, const struct expression *ptr)
{
	const char *record;

	if (ptr->type == EXPR_SYMBOL)
		return ptr->symbol;
	return fs_is_member(ptr) ? fs_member(fs, ptr, &record) : fs_target_type(ptr);
}

struct symbol *fs_member(struct fs *fs, const struct expression *add, const char **record)
{
	const struct fs_member *m = fs_map_get(&fs->members, add->right);
	struct symbol *base = m ? m->base->ctype : fs_pointee(fs, add->left);

	if (!base)
		return NULL;
	*record = fs_type(fs, base);
	if (m)
		return member_named(base, m->name);
	return member_at(base, (unsigned long)add->right->value, fs_base(fs_target_type(add)));
}
