// SPDX-License-Identifier: GPL-2.0-or-later
/* Structural invariants of the IR; run after every producer. */
#include <string.h>

#include "ir/ir.h"

struct check {
	const struct ir_unit *u;
	const struct ir_func *f;
	const struct ir_node *n;
};

static int bad(const struct check *c, const char *what)
{
	struct buf b = { 0 };

	if (c->n)
		ir_print_node(c->f, c->n, &b);
	error("%s: function %s breaks the IR: %s%s%s", c->u->path, c->f->name, what,
	      c->n ? " in: " : "", buf_str(&b));
	buf_release(&b);
	return -1;
}

static int check_index(const struct check *c, const struct ir_opnd *o)
{
	if (o->kind == IR_INT || o->kind == IR_ANY)
		return 0;
	if (o->kind != IR_PLACE || o->place->n)
		return bad(c, "an index that is neither a variable nor a number");
	if (ir_var_find(c->f, o->place->var->name) != o->place->var)
		return bad(c, "an index variable that is not declared");
	return 0;
}

static int check_place(const struct check *c, const struct ir_place *p)
{
	if (ir_var_find(c->f, p->var->name) != p->var)
		return bad(c, "a variable that is not declared");
	for (unsigned int i = 0; i < p->n; i++) {
		const struct ir_proj *s = &p->proj[i];

		if (s->kind == IR_FIELD && (!s->record || !s->field))
			return bad(c, "a field without a name");
		if (s->kind != IR_ELEM)
			continue;
		if (check_index(c, &s->index))
			return -1;
		if (i && p->proj[i - 1].kind == IR_DEREF && s->index.kind == IR_INT &&
		    !s->index.num)
			return bad(c, "element 0 behind a dereference");
	}
	return 0;
}

static int check_opnd(const struct check *c, const struct ir_opnd *o)
{
	if (o->kind == IR_FUNC && !o->text)
		return bad(c, "a function without a name");
	if (o->kind != IR_PLACE && o->kind != IR_ADDR)
		return 0;
	if (!o->place)
		return bad(c, "an operand without a place");
	if (o->kind == IR_ADDR && o->place->n && o->place->proj[o->place->n - 1].kind == IR_DEREF)
		return bad(c, "the address of a dereference");
	return check_place(c, o->place);
}

/* How many operands and targets a kind has; -1 means any number. */
static const struct {
	int args, targets;
} shape[IR_NR_KINDS] = {
	[IR_ASSIGN] = { -1, 0 },  [IR_STORE] = { 1, 0 },    [IR_CALL] = { -1, 0 },
	[IR_ACQUIRE] = { -1, 0 }, [IR_RELEASE] = { -1, 0 }, [IR_DIRTY] = { -1, 0 },
	[IR_ACCESS] = { -1, 0 },  [IR_ESCAPE] = { -1, 0 },  [IR_UNKNOWN] = { 0, 0 },
	[IR_BRANCH] = { 2, 2 },	  [IR_GOTO] = { 0, 1 },	    [IR_MULTI] = { 0, -1 },
	[IR_RETURN] = { -1, 0 },  [IR_STOP] = { 0, 0 },
};

static const int arity[IR_NR_OPS] = {
#define OP(name, text, n, doc) [IR_OP_##name] = n,
#include "ir/ops.def"
#undef OP
};

static int check_dst(const struct check *c)
{
	const struct ir_node *n = c->n;
	bool plain = n->dst && !n->dst->n && n->dst->var->kind != IR_GLOBAL;

	if (n->kind == IR_ASSIGN && !plain)
		return bad(c, "an assignment to something that is not a local variable");
	if (n->kind == IR_STORE && (!n->dst || plain))
		return bad(c, "a store to a local variable");
	if (ir_is_call(n) && n->dst && !plain)
		return bad(c, "a call whose result does not go to a local variable");
	if (n->kind != IR_ASSIGN && n->kind != IR_STORE && !ir_is_call(n) && n->dst)
		return bad(c, "a destination where there is none");
	return n->dst ? check_place(c, n->dst) : 0;
}

static int check_node(const struct check *c)
{
	const struct ir_node *n = c->n;

	if (n->loc.file >= c->u->files.n)
		return bad(c, "a position in an unknown file");
	if (check_dst(c))
		return -1;
	for (unsigned int i = 0; i < n->nargs; i++)
		if (check_opnd(c, &n->args[i]))
			return -1;
	if (shape[n->kind].args >= 0 && (int)n->nargs != shape[n->kind].args)
		return bad(c, "a wrong number of operands");
	if (n->kind == IR_ASSIGN && (int)n->nargs != arity[n->op])
		return bad(c, "a wrong number of operands for the operation");
	if (n->kind == IR_RETURN && n->nargs > 1)
		return bad(c, "more than one result");
	if (n->kind == IR_BRANCH && !ir_op_is_cmp(n->op))
		return bad(c, "a branch on something that is no comparison");
	if (ir_is_call(n) && !n->callee == !n->target)
		return bad(c, "a call with no callee or with two");
	if (n->target && check_place(c, n->target))
		return -1;
	if (shape[n->kind].targets >= 0 && (int)n->ntargets != shape[n->kind].targets)
		return bad(c, "a wrong number of targets");
	for (unsigned int i = 0; i < n->ntargets; i++)
		if (n->block[i] >= c->f->blocks.n)
			return bad(c, "a target that does not exist");
	return 0;
}

static int check_func(struct check *c)
{
	const struct ir_func *f = c->f;

	c->n = NULL;
	if (!f->blocks.n)
		return bad(c, "no blocks");
	for (size_t i = 0; i < f->vars.n; i++)
		if (f->vars.v[i]->kind == IR_PARAM &&
		    (f->vars.v[i]->index != (int)i || (i && f->vars.v[i - 1]->kind != IR_PARAM)))
			return bad(c, "a parameter behind a local variable");
	for (size_t b = 0; b < f->blocks.n; b++) {
		const struct ir_block *blk = f->blocks.v[b];

		c->n = NULL;
		if (!ir_terminated(f, (unsigned int)b))
			return bad(c, "a block without an end");
		for (size_t i = 0; i < blk->nodes.n; i++) {
			c->n = blk->nodes.v[i];
			if (c->n->kind >= IR_FIRST_TERMINATOR && i + 1 != blk->nodes.n)
				return bad(c, "a terminator inside a block");
			if (check_node(c))
				return -1;
		}
	}
	return 0;
}

int ir_verify(const struct ir_unit *u)
{
	struct check c = { .u = u };

	for (size_t i = 0; i < u->funcs.n; i++) {
		c.f = u->funcs.v[i];
		if (check_func(&c))
			return -1;
	}
	return 0;
}
