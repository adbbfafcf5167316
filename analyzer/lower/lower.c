// SPDX-License-Identifier: GPL-2.0-or-later
#include "lower/lower.h"

#include <string.h>

#include "api/api.h"

void lower_begin(struct lower *l, struct ir_unit *u, const char *name, const char *ret)
{
	l->u = u;
	l->f = ir_func_new(u, name, ret);
	l->cur = ir_block_new(l->f);
}

unsigned int lower_block(struct lower *l)
{
	return ir_block_new(l->f);
}

/* Code behind a terminator gets a block that nothing reaches. */
static unsigned int lower_open(struct lower *l)
{
	if (l->cur == LOWER_DEAD)
		l->cur = ir_block_new(l->f);
	return l->cur;
}

static struct ir_node *lower_emit(struct lower *l, enum ir_kind kind, unsigned int nargs)
{
	struct ir_node *n = ir_node_new(l->f, kind, l->loc, nargs);

	ir_append(l->f, lower_open(l), n);
	if (kind >= IR_FIRST_TERMINATOR)
		l->cur = LOWER_DEAD;
	return n;
}

void lower_goto(struct lower *l, unsigned int block)
{
	if (l->cur != LOWER_DEAD)
		ir_targets(l->f, lower_emit(l, IR_GOTO, 0), 1, block);
}

void lower_start(struct lower *l, unsigned int block)
{
	lower_goto(l, block);
	l->cur = block;
}

void lower_multi(struct lower *l, const unsigned int *blocks, unsigned int n)
{
	struct ir_node *node = lower_emit(l, IR_MULTI, 0);

	node->ntargets = n;
	node->block = arena_array(&l->u->mem, unsigned int, n ? n : 1);
	if (n)
		memcpy(node->block, blocks, n * sizeof(*blocks));
}

void lower_return(struct lower *l, const struct ir_opnd *value)
{
	struct ir_node *n = lower_emit(l, IR_RETURN, value ? 1 : 0);

	if (value)
		n->args[0] = *value;
}

void lower_stop(struct lower *l, const char *why)
{
	lower_emit(l, IR_STOP, 0)->text = str_intern(why);
}

static bool fold_cmp(enum ir_op op, int64_t a, int64_t b)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case IR_OP_EQ:
		return a == b;
	case IR_OP_NE:
		return a != b;
	case IR_OP_LT:
		return a < b;
	case IR_OP_LE:
		return a <= b;
	case IR_OP_GT:
		return a > b;
	case IR_OP_GE:
		return a >= b;
	case IR_OP_ULT:
		return x < y;
	case IR_OP_ULE:
		return x <= y;
	case IR_OP_UGT:
		return x > y;
	case IR_OP_UGE:
		return x >= y;
	default:
		BUG("%s is no comparison", ir_op_name(op));
	}
}

static bool is_address(const struct ir_opnd *o)
{
	return o->kind == IR_STR || o->kind == IR_FUNC || (o->kind == IR_ADDR && o->place->n == 0);
}

/* Return: 1 or 0 if the comparison is decided, -1 if not */
static int decide(enum ir_op cmp, const struct ir_opnd *a, const struct ir_opnd *b)
{
	if (a->kind == IR_INT && b->kind == IR_INT)
		return fold_cmp(cmp, a->num, b->num);
	if (b->kind == IR_INT && !b->num && is_address(a) && (cmp == IR_OP_EQ || cmp == IR_OP_NE))
		return cmp == IR_OP_NE;
	return -1;
}

void lower_branch(struct lower *l, enum ir_op cmp, struct ir_opnd a, struct ir_opnd b,
		  unsigned int yes, unsigned int no)
{
	int known = decide(cmp, &a, &b);
	struct ir_node *n;

	if (known >= 0 || yes == no) {
		lower_goto(l, known == 0 ? no : yes);
		return;
	}
	if (l->cur == LOWER_DEAD)
		return;
	n = lower_emit(l, IR_BRANCH, 2);
	n->op = cmp;
	n->args[0] = a;
	n->args[1] = b;
	ir_targets(l->f, n, 2, yes, no);
}

void lower_test(struct lower *l, struct ir_opnd a, unsigned int yes, unsigned int no)
{
	lower_branch(l, IR_OP_NE, a, ir_int(0, NULL), yes, no);
}

/* Spelling of a folded value: flags that are or-ed or added keep their names. */
static const char *fold_text(struct lower *l, enum ir_op op, const struct ir_opnd *a,
			     const struct ir_opnd *b)
{
	if (op != IR_OP_OR && op != IR_OP_ADD)
		return NULL;
	if (a->text && b->text)
		return str_intern(arena_printf(&l->u->mem, "%s|%s", a->text, b->text));
	if (!a->num)
		return b->text;
	return b->num ? NULL : a->text;
}

static bool is_neutral(enum ir_op op, const struct ir_opnd *b)
{
	if (b->kind != IR_INT)
		return false;
	switch (op) {
	case IR_OP_ADD:
	case IR_OP_SUB:
	case IR_OP_OR:
	case IR_OP_XOR:
	case IR_OP_SHL:
	case IR_OP_SHR:
		return b->num == 0;
	case IR_OP_MUL:
	case IR_OP_DIV:
		return b->num == 1;
	default:
		return false;
	}
}

static unsigned int op_arity(enum ir_op op)
{
	static const unsigned char arity[IR_NR_OPS] = {
#define OP(name, text, n, doc) [IR_OP_##name] = n,
#include "ir/ops.def"
#undef OP
	};

	return arity[op];
}

struct ir_opnd lower_op(struct lower *l, enum ir_op op, const char *type, struct ir_opnd a,
			struct ir_opnd b)
{
	unsigned int arity = op_arity(op);
	const struct ir_place *dst;
	struct ir_node *n;
	int64_t v;

	if (a.kind == IR_INT && (arity == 1 || b.kind == IR_INT)) {
		if (ir_op_is_cmp(op))
			return ir_int(fold_cmp(op, a.num, b.num), NULL);
		if (ir_op_fold(op, a.num, arity == 2 ? b.num : 0, &v))
			return ir_int(v, arity == 2 ? fold_text(l, op, &a, &b) : NULL);
	}
	if (arity == 2 && is_neutral(op, &b))
		return lower_snapshot(l, a, type);
	n = lower_emit(l, IR_ASSIGN, arity);
	n->op = op;
	if (arity > 0)
		n->args[0] = a;
	if (arity > 1)
		n->args[1] = b;
	dst = ir_place_var(l->f, ir_temp(l->f, type));
	n->dst = dst;
	return ir_use(dst);
}

void lower_assign(struct lower *l, const struct ir_place *dst, struct ir_opnd src)
{
	bool plain = !dst->n && dst->var->kind != IR_GLOBAL;
	struct ir_node *n = lower_emit(l, plain ? IR_ASSIGN : IR_STORE, 1);

	n->op = IR_OP_COPY;
	n->dst = dst;
	n->args[0] = src;
}

struct ir_opnd lower_snapshot(struct lower *l, struct ir_opnd o, const char *type)
{
	const struct ir_place *dst;

	if (o.kind != IR_PLACE || (!o.place->n && o.place->var->kind == IR_TEMP))
		return o;
	dst = ir_place_var(l->f, ir_temp(l->f, type));
	lower_assign(l, dst, o);
	return ir_use(dst);
}

struct ir_opnd lower_index(struct lower *l, struct ir_opnd o, const char *type)
{
	if (o.kind == IR_INT)
		return ir_int(o.num, NULL);
	if (o.kind != IR_PLACE)
		return ir_any();
	if (!o.place->n && o.place->var->kind != IR_GLOBAL)
		return o;
	return lower_snapshot(l, o, type);
}

void lower_escape(struct lower *l, const struct ir_opnd *args, unsigned int n)
{
	struct ir_node *node = lower_emit(l, IR_ESCAPE, n);

	if (n)
		memcpy(node->args, args, n * sizeof(*args));
}

void lower_unknown(struct lower *l, const char *construct)
{
	lower_emit(l, IR_UNKNOWN, 0)->text = str_intern(construct);
}

/* Pure functions become arithmetic.  Return: false if the row is none. */
static bool lower_value(struct lower *l, const struct lower_call *c, const struct api_row *row,
			struct ir_opnd *out)
{
	static const struct {
		enum api_kind kind;
		enum ir_op op;
	} map[] = {
		{ V_SAME, IR_OP_COPY },
		{ V_ADDRESS, IR_OP_COPY },
		{ V_IS_ERR, IR_OP_IS_ERR },
		{ V_IS_ERR_OR_NULL, IR_OP_IS_ERR_OR_NULL },
		{ V_ERR_PTR, IR_OP_ERR_PTR },
		{ V_PTR_ERR, IR_OP_PTR_ERR },
		{ V_PTR_ERR_OR_ZERO, IR_OP_PTR_ERR_OR_ZERO },
		{ V_FOLIO, IR_OP_PAGE },
		{ V_PFN, IR_OP_PFN },
		{ V_UNKNOWN, IR_OP_FRESH },
	};
	int arg = row->pages ? api_arg(row->pages, c->params, (int)c->n) : 0;

	if (row->role != API_VALUE || arg < 0 || (unsigned int)arg >= c->n)
		return false;
	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++) {
		if (map[i].kind != row->kind)
			continue;
		if (map[i].op == IR_OP_COPY)
			*out = lower_snapshot(l, c->args[arg], c->type);
		else
			*out = lower_op(l, map[i].op, c->type, c->args[arg], ir_any());
		return true;
	}
	return false;
}

static enum ir_kind call_kind(const struct api_row *row)
{
	if (!row)
		return IR_CALL;
	switch (row->role) {
	case API_ACQUIRE:
		return IR_ACQUIRE;
	case API_RELEASE:
		return IR_RELEASE;
	case API_DIRTY:
		return IR_DIRTY;
	default:
		return IR_ACCESS;
	}
}

struct ir_opnd lower_call(struct lower *l, const struct lower_call *c)
{
	const struct api_row *row = c->callee && !c->is_local ? api_find(c->callee) : NULL;
	struct ir_opnd result = ir_any();
	struct ir_node *n;

	l->loc = c->loc;
	if (row && lower_value(l, c, row, &result))
		return result;
	n = lower_emit(l, call_kind(row), c->n);
	n->callee = str_intern(c->callee);
	n->target = c->callee ? NULL : c->target;
	if (!n->callee && !n->target)
		n->callee = str_intern("?");
	for (unsigned int i = 0; i < c->n; i++) {
		n->args[i] = c->args[i];
		n->params[i] = c->params ? str_intern(c->params[i]) : NULL;
	}
	n->text = str_intern(c->text);
	if (strcmp(c->type, "void")) {
		n->dst = ir_place_var(l->f, ir_temp(l->f, c->type));
		result = ir_use(n->dst);
	}
	if (c->noreturn)
		lower_stop(l, c->callee ? c->callee : "?");
	return result;
}
