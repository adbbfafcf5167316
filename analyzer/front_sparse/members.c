// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Evaluation makes `p->pages` the sum of p and an offset.  Which member that was, the tree no longer
 * says: it is noted before, and found again by the node of the offset, which all copies share.
 */
#include "front_sparse/fs.h"

static void record_list(struct fs_notes *n, struct expression_list *list)
{
	struct expression *e;

	FOR_EACH_PTR (list, e) {
		fs_record_expr(n, e);
	}
	END_FOR_EACH_PTR(e);
}

static void record_member(struct fs_notes *n, struct expression *e)
{
	struct fs_member m = { .deref = e, .base = e->deref, .name = e->member };

	fs_record_expr(n, e->deref);
	if (n->body)
		fs_names_member(n->body, e->member);
	else
		vec_push(&n->members, m);
}

static void record_generic(struct fs_notes *n, struct expression *e)
{
	fs_record_expr(n, e->control);
	for (struct type_expression *t = e->map; t; t = t->next)
		fs_record_expr(n, t->expr);
	fs_record_expr(n, e->def);
}

static void record_three(struct fs_notes *n, struct expression *e)
{
	fs_record_expr(n, e->conditional);
	fs_record_expr(n, e->cond_true);
	fs_record_expr(n, e->cond_false);
}

void fs_record_expr(struct fs_notes *n, struct expression *e)
{
	if (!e)
		return;
	switch (e->type) {
	case EXPR_SYMBOL:
		if (n->body)
			fs_names_symbol(n->body, e);
		break;
	case EXPR_ASSIGNMENT:
		if (n->body && e->left && e->left->type == EXPR_DEREF)
			fs_binds(n->body, e->left->member, e->right);
		fs_record_expr(n, e->left);
		fs_record_expr(n, e->right);
		break;
	case EXPR_BINOP:
	case EXPR_COMMA:
	case EXPR_COMPARE:
	case EXPR_LOGICAL:
		fs_record_expr(n, e->left);
		fs_record_expr(n, e->right);
		break;
	case EXPR_PREOP:
	case EXPR_POSTOP:
		fs_record_expr(n, e->unop);
		break;
	case EXPR_DEREF:
		record_member(n, e);
		break;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		fs_record_expr(n, e->cast_expression);
		break;
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		record_three(n, e);
		break;
	case EXPR_STATEMENT:
		fs_record(n, e->statement);
		break;
	case EXPR_CALL:
		fs_record_expr(n, e->fn);
		record_list(n, e->args);
		break;
	case EXPR_INITIALIZER:
		record_list(n, e->expr_list);
		break;
	case EXPR_IDENTIFIER:
		if (n->body)
			fs_binds(n->body, e->expr_ident, e->ident_expression);
		fs_record_expr(n, e->ident_expression);
		break;
	case EXPR_INDEX:
		fs_record_expr(n, e->idx_expression);
		break;
	case EXPR_GENERIC:
		record_generic(n, e);
		break;
	default:
		break;
	}
}

static void record_symbols(struct fs_notes *n, struct symbol_list *list)
{
	struct symbol *sym;

	FOR_EACH_PTR (list, sym) {
		fs_record_expr(n, sym->initializer);
		if (n->body && cleanup_of(sym))
			fs_names_cleanup(n->body, cleanup_of(sym));
	}
	END_FOR_EACH_PTR(sym);
}

static void record_operands(struct fs_notes *n, struct asm_operand_list *list)
{
	struct asm_operand *op;

	FOR_EACH_PTR (list, op) {
		fs_record_expr(n, op->expr);
	}
	END_FOR_EACH_PTR(op);
}

static void record_iterator(struct fs_notes *n, struct statement *s)
{
	record_symbols(n, s->iterator_syms);
	fs_record(n, s->iterator_pre_statement);
	fs_record_expr(n, s->iterator_pre_condition);
	fs_record(n, s->iterator_statement);
	fs_record(n, s->iterator_post_statement);
	fs_record_expr(n, s->iterator_post_condition);
}

static void record_compound(struct fs_notes *n, struct statement *s)
{
	struct statement *one;

	FOR_EACH_PTR (s->stmts, one) {
		fs_record(n, one);
	}
	END_FOR_EACH_PTR(one);
}

void fs_record(struct fs_notes *n, struct statement *s)
{
	if (!s)
		return;
	switch (s->type) {
	case STMT_DECLARATION:
		record_symbols(n, s->declaration);
		break;
	case STMT_EXPRESSION:
	case STMT_CONTEXT:
		fs_record_expr(n, s->expression);
		break;
	case STMT_COMPOUND:
		record_compound(n, s);
		break;
	case STMT_IF:
		fs_record_expr(n, s->if_conditional);
		fs_record(n, s->if_true);
		fs_record(n, s->if_false);
		break;
	case STMT_RETURN:
		fs_record_expr(n, s->ret_value);
		break;
	case STMT_CASE:
		fs_record(n, s->case_statement);
		break;
	case STMT_SWITCH:
		fs_record_expr(n, s->switch_expression);
		fs_record(n, s->switch_statement);
		break;
	case STMT_ITERATOR:
		record_iterator(n, s);
		break;
	case STMT_LABEL:
		fs_record(n, s->label_statement);
		break;
	case STMT_GOTO:
		fs_record_expr(n, s->goto_expression);
		break;
	case STMT_ASM:
		record_operands(n, s->asm_outputs);
		record_operands(n, s->asm_inputs);
		break;
	case STMT_RANGE:
		fs_record_expr(n, s->range_expression);
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
	for (size_t i = 0; i < fs->notes.members.n; i++) {
		const struct expression *sum = sum_of(fs->notes.members.v[i].deref);
		struct fs_member *m;

		if (!sum)
			continue;
		m = arena_new(&fs->u->mem, struct fs_member);
		*m = fs->notes.members.v[i];
		fs_map_set(&fs->members, sum->right, m);
	}
	fs->notes.members.n = 0;
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
static struct symbol *member_named(struct symbol *record, const struct ident *name)
{
	struct symbol *f, *deep;

	record = fs_base(record);
	if (!record || (record->type != SYM_STRUCT && record->type != SYM_UNION))
		return NULL;
	FOR_EACH_PTR (record->symbol_list, f) {
		deep = f->ident ? NULL : member_named(f, name);
		if (deep)
			return deep;
		if (f->ident && f->ident == name)
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
