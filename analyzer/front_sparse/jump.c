// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Leaving scopes: labels, goto, and inline assembly that jumps.  Where a goto leads, and so what
 * it leaves, is known only when the function has been read: such jumps wait in an open block.
 */
#include "front_sparse/fs.h"

static size_t label_number(struct fs *fs, struct symbol *sym)
{
	struct fs_label l = { .sym = sym };

	for (size_t i = 0; i < fs->labels.n; i++)
		if (fs->labels.v[i].sym == sym)
			return i;
	l.block = lower_block(&fs->l);
	vec_push(&fs->labels, l);
	return fs->labels.n - 1;
}

/* Valid until another label appears. */
static struct fs_label *label_of(struct fs *fs, struct symbol *sym)
{
	size_t n = label_number(fs, sym);

	return &fs->labels.v[n];
}

void fs_label(struct fs *fs, struct symbol *sym)
{
	struct fs_label *l = label_of(fs, sym);

	l->defined = true;
	l->scope = fs->scope;
	lower_start(&fs->l, l->block);
}

/* Leave the current block open until the function is read. */
static struct fs_jump *wait_here(struct fs *fs)
{
	struct fs_jump j = { .scope = fs->scope, .loc = fs->l.loc };

	if (fs->l.cur == LOWER_DEAD)
		fs->l.cur = lower_block(&fs->l);
	j.block = fs->l.cur;
	fs->l.cur = LOWER_DEAD;
	vec_push(&fs->jumps, j);
	return &vec_last(&fs->jumps);
}

void fs_goto(struct fs *fs, struct statement *s)
{
	size_t n;

	if (!s->goto_label) {
		if (s->goto_expression)
			fs_discard(fs, s->goto_expression);
		wait_here(fs)->list = s->target_list;
		return;
	}
	for (const struct fs_target *t = fs->target; t; t = t->up) {
		if (t->sym != s->goto_label)
			continue;
		fs_leave(fs, t->scope);
		lower_goto(&fs->l, t->block);
		fs->l.cur = LOWER_DEAD;
		return;
	}
	n = label_number(fs, s->goto_label);
	if (fs->scope) {
		wait_here(fs)->label = s->goto_label;
		return;
	}
	lower_goto(&fs->l, fs->labels.v[n].block);
	fs->l.cur = LOWER_DEAD;
}

static bool is_ancestor(const struct fs_scope *a, const struct fs_scope *s)
{
	for (; s; s = s->up)
		if (s == a)
			return true;
	return !a;
}

/* Run what lies between the jump and its label; the current block is open. */
static void leave_for(struct fs *fs, struct fs_scope *from, const struct fs_label *to)
{
	struct fs_scope *common = from;

	while (!is_ancestor(common, to->scope))
		common = common->up;
	fs->scope = from;
	fs_leave(fs, common);
}

static void finish_multi(struct fs *fs, const struct fs_jump *j)
{
	VEC(unsigned int) to = { 0 };
	struct symbol_list *list = j->list;
	struct symbol *sym;

	if (j->has_next)
		vec_push(&to, j->next);
	FOR_EACH_PTR (list, sym) {
		const struct fs_label *l = label_of(fs, sym);
		unsigned int b = l->block;

		if (!l->defined)
			continue;
		if (j->scope != l->scope) {
			b = lower_block(&fs->l);
			fs->l.cur = b;
			leave_for(fs, j->scope, l);
			lower_goto(&fs->l, l->block);
		}
		vec_push(&to, b);
	}
	END_FOR_EACH_PTR(sym);
	fs->l.cur = j->block;
	fs->l.loc = j->loc;
	lower_multi(&fs->l, to.v, (unsigned int)to.n);
	vec_release(&to);
}

void fs_finish_jumps(struct fs *fs)
{
	unsigned int cur = fs->l.cur;
	struct ir_loc loc = fs->l.loc;

	for (size_t i = 0; i < fs->jumps.n; i++) {
		const struct fs_jump *j = &fs->jumps.v[i];
		const struct fs_label *l;

		fs->l.loc = j->loc;
		if (!j->label) {
			finish_multi(fs, j);
			continue;
		}
		l = label_of(fs, j->label);
		fs->l.cur = j->block;
		leave_for(fs, j->scope, l);
		lower_goto(&fs->l, l->block);
	}
	fs->l.cur = cur;
	fs->l.loc = loc;
}

/* What goes into the assembly, and what it may write. */
struct operands {
	struct ir_opnd *args;
	const struct ir_place **out;
	const char **type;
	unsigned int n, nout;
};

/* A memory operand has become its address. */
static void written(struct fs *fs, struct asm_operand *op, struct operands *all)
{
	const char *type = fs_type_of(fs, op->expr);
	const struct ir_place *p;
	struct ir_opnd o;

	/* with errors sparse leaves it as it was parsed */
	if (!op->expr->ctype || (op->is_memory && !fs_target_type(op->expr))) {
		fs_discard(fs, op->expr);
		return;
	}
	if (op->is_memory) {
		type = fs_type(fs, fs_target_type(op->expr));
		o = fs_expr(fs, op->expr);
		p = ir_points_to(fs->l.f, o);
	} else {
		p = fs_place(fs, op->expr);
		o = ir_addr(fs->l.f, p);
	}
	if (p) {
		all->out[all->nout] = p;
		all->type[all->nout++] = type;
	}
	/* a register output of a local variable does not let its address out; "+r" lets out what it
	 * holds */
	if (p && !p->n && ir_type_is_ptr(type))
		o = ir_use(p);
	else if (p && !p->n)
		return;
	if (o.kind == IR_PLACE || o.kind == IR_ADDR)
		all->args[all->n++] = o;
}

static void asm_goto(struct fs *fs, struct statement *s)
{
	unsigned int next = lower_block(&fs->l);
	struct fs_jump *j = wait_here(fs);

	j->next = next;
	j->has_next = true;
	j->list = s->asm_labels;
	lower_start(&fs->l, next);
}

/**
 * fs_asm() - inline assembly
 * @fs: the unit
 * @s: the statement
 *
 * Values escape; what is named as a place may be written.
 */
void fs_asm(struct fs *fs, struct statement *s)
{
	size_t max = (size_t)ptr_list_size((struct ptr_list *)s->asm_outputs) +
		     (size_t)ptr_list_size((struct ptr_list *)s->asm_inputs) + 1;
	struct operands all = { .args = arena_array(&fs->tmp, struct ir_opnd, max),
				.out = arena_array(&fs->tmp, const struct ir_place *, max),
				.type = arena_array(&fs->tmp, const char *, max) };
	struct asm_operand *op;
	struct ir_opnd o;

	FOR_EACH_PTR (s->asm_outputs, op) {
		if (op->expr)
			written(fs, op, &all);
	}
	END_FOR_EACH_PTR(op);
	FOR_EACH_PTR (s->asm_inputs, op) {
		if (op->expr && op->is_memory) {
			written(fs, op, &all);
			continue;
		}
		o = op->expr ? fs_expr(fs, op->expr) : ir_any();
		if (o.kind == IR_PLACE || o.kind == IR_ADDR)
			all.args[all.n++] = o;
	}
	END_FOR_EACH_PTR(op);
	fs_at(fs, s->pos);
	if (all.n)
		lower_escape(&fs->l, all.args, all.n);
	for (unsigned int i = 0; i < all.nout; i++)
		lower_assign(&fs->l, all.out[i],
			     lower_op(&fs->l, IR_OP_FRESH, all.type[i], ir_any(), ir_any()));
	if (s->asm_labels)
		asm_goto(fs, s);
}
