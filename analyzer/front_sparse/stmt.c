// SPDX-License-Identifier: GPL-2.0-or-later
/* Statements. */
#include "front_sparse/fs.h"

static void compound(struct fs *fs, struct statement *s)
{
	struct fs_scope *outer = fs->scope;
	struct statement *one;

	FOR_EACH_PTR (s->stmts, one) {
		fs_stmt(fs, one);
	}
	END_FOR_EACH_PTR(one);
	fs_leave(fs, outer);
	fs->scope = outer;
}

static void if_stmt(struct fs *fs, struct statement *s)
{
	unsigned int yes = lower_block(&fs->l), no = lower_block(&fs->l), out;

	fs_cond(fs, s->if_conditional, yes, no);
	lower_start(&fs->l, yes);
	fs_stmt(fs, s->if_true);
	if (!s->if_false) {
		lower_start(&fs->l, no);
		return;
	}
	out = lower_block(&fs->l);
	lower_goto(&fs->l, out);
	lower_start(&fs->l, no);
	fs_stmt(fs, s->if_false);
	lower_start(&fs->l, out);
}

static struct fs_target target(struct fs *fs, struct symbol *sym, unsigned int block)
{
	return (struct fs_target){
		.up = fs->target, .sym = sym, .block = block, .scope = fs->scope
	};
}

/* Lower the body of a loop with its targets in force. */
static void loop_body(struct fs *fs, struct statement *s, unsigned int brk, unsigned int cont)
{
	struct fs_target outer = target(fs, s->iterator_break, brk), inner;

	fs->target = &outer;
	inner = target(fs, s->iterator_continue, cont);
	fs->target = &inner;
	fs_stmt(fs, s->iterator_statement);
	fs->target = outer.up;
}

static void do_stmt(struct fs *fs, struct statement *s)
{
	unsigned int body = lower_block(&fs->l), test = lower_block(&fs->l);
	unsigned int out = lower_block(&fs->l);

	lower_start(&fs->l, body);
	loop_body(fs, s, out, test);
	lower_start(&fs->l, test);
	fs_at_expr(fs, s->iterator_post_condition);
	fs_cond(fs, s->iterator_post_condition, body, out);
	lower_start(&fs->l, out);
}

/* while and for */
static void iterator(struct fs *fs, struct statement *s)
{
	unsigned int head = lower_block(&fs->l), body = lower_block(&fs->l);
	unsigned int step = lower_block(&fs->l), out = lower_block(&fs->l);
	struct fs_scope *outer = fs->scope;

	fs_declaration(fs, s->iterator_syms);
	fs_stmt(fs, s->iterator_pre_statement);
	lower_start(&fs->l, head);
	if (s->iterator_pre_condition) {
		fs_at_expr(fs, s->iterator_pre_condition);
		fs_cond(fs, s->iterator_pre_condition, body, out);
	}
	lower_start(&fs->l, body);
	loop_body(fs, s, out, step);
	lower_start(&fs->l, step);
	fs_stmt(fs, s->iterator_post_statement);
	lower_goto(&fs->l, head);
	lower_start(&fs->l, out);
	fs_leave(fs, outer);
	fs->scope = outer;
}

/* One comparison, or two for a range; falls out where no label matches. */
static void dispatch(struct fs *fs, struct statement *k, unsigned int block, struct ir_opnd v,
		     bool is_unsigned)
{
	unsigned int next = lower_block(&fs->l), high;

	fs_at(fs, k->pos);
	if (!k->case_to) {
		lower_branch(&fs->l, IR_OP_EQ, v, fs_expr(fs, k->case_expression), block, next);
	} else {
		high = lower_block(&fs->l);
		lower_branch(&fs->l, is_unsigned ? IR_OP_UGE : IR_OP_GE, v,
			     fs_expr(fs, k->case_expression), high, next);
		lower_start(&fs->l, high);
		lower_branch(&fs->l, is_unsigned ? IR_OP_ULE : IR_OP_LE, v, fs_expr(fs, k->case_to),
			     block, next);
	}
	lower_start(&fs->l, next);
}

/* Blocks are numbered from 0, the map has no place for that. */
static void set_case(struct fs *fs, const struct statement *k, unsigned int block)
{
	fs_map_set(&fs->cases, k, (void *)(uintptr_t)(block + 1));
}

static unsigned int get_case(struct fs *fs, const struct statement *k)
{
	return (unsigned int)(uintptr_t)fs_map_get(&fs->cases, k);
}

static void switch_stmt(struct fs *fs, struct statement *s)
{
	unsigned int out = lower_block(&fs->l), other = out;
	struct fs_target t = target(fs, s->switch_break, out);
	struct symbol *label;
	const char *type;
	struct ir_opnd v;

	type = fs_type_of(fs, s->switch_expression);
	v = fs_expr(fs, s->switch_expression);
	FOR_EACH_PTR (s->switch_case->symbol_list, label) {
		unsigned int block = lower_block(&fs->l);

		set_case(fs, label->stmt, block);
		if (label->stmt->case_expression)
			dispatch(fs, label->stmt, block, v, ir_type_is_unsigned(type));
		else
			other = block;
	}
	END_FOR_EACH_PTR(label);
	lower_goto(&fs->l, other);
	fs->l.cur = LOWER_DEAD;
	fs->target = &t;
	fs_stmt(fs, s->switch_statement);
	fs->target = t.up;
	lower_start(&fs->l, out);
}

static void case_stmt(struct fs *fs, struct statement *s)
{
	unsigned int block = get_case(fs, s);

	if (block)
		lower_start(&fs->l, block - 1);
	else
		lower_unknown(&fs->l, "STMT_CASE");
	fs_stmt(fs, s->case_statement);
}

static void return_stmt(struct fs *fs, struct statement *s)
{
	struct ir_opnd o;

	if (!s->ret_value ||
	    (s->ret_value->ctype && !strcmp(fs_type_of(fs, s->ret_value), "void"))) {
		if (s->ret_value)
			fs_discard(fs, s->ret_value);
		fs_leave(fs, NULL);
		lower_return(&fs->l, NULL);
		return;
	}
	o = fs_expr(fs, s->ret_value);
	fs_at(fs, s->pos);
	if (fs->scope) {
		o = lower_snapshot(&fs->l, o, fs_type_of(fs, s->ret_value));
		fs_leave(fs, NULL);
		fs_at(fs, s->pos);
	}
	lower_return(&fs->l, &o);
}

void fs_stmt(struct fs *fs, struct statement *s)
{
	if (!s)
		return;
	if (s->type != STMT_COMPOUND)
		fs_at(fs, s->pos);
	switch (s->type) {
	case STMT_NONE:
	case STMT_CONTEXT: /* of locks, for sparse alone */
	case STMT_RANGE:
		break;
	case STMT_DECLARATION:
		fs_declaration(fs, s->declaration);
		break;
	case STMT_EXPRESSION:
		if (s->expression)
			fs_discard(fs, s->expression);
		break;
	case STMT_COMPOUND:
		compound(fs, s);
		break;
	case STMT_IF:
		if_stmt(fs, s);
		break;
	case STMT_RETURN:
		return_stmt(fs, s);
		break;
	case STMT_CASE:
		case_stmt(fs, s);
		break;
	case STMT_SWITCH:
		switch_stmt(fs, s);
		break;
	case STMT_ITERATOR:
		if (s->iterator_post_condition)
			do_stmt(fs, s);
		else
			iterator(fs, s);
		break;
	case STMT_LABEL:
		fs_label(fs, s->label_identifier);
		fs_stmt(fs, s->label_statement);
		break;
	case STMT_GOTO:
		fs_goto(fs, s);
		break;
	case STMT_ASM:
		fs_asm(fs, s);
		break;
	}
}
