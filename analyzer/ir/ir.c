// SPDX-License-Identifier: GPL-2.0-or-later
#include "ir/ir.h"

#include <stdarg.h>
#include <string.h>

static const struct {
	const char *text;
	int arity;
} ops[IR_NR_OPS] = {
#define OP(name, text, arity, doc) [IR_OP_##name] = { text, arity },
#include "ir/ops.def"
#undef OP
};

static const char *const kinds[IR_NR_KINDS] = {
	[IR_ASSIGN] = "assign",	  [IR_STORE] = "store",	    [IR_CALL] = "call",
	[IR_ACQUIRE] = "acquire", [IR_RELEASE] = "release", [IR_DIRTY] = "dirty",
	[IR_ACCESS] = "access",	  [IR_ESCAPE] = "escape",   [IR_UNKNOWN] = "unknown",
	[IR_BRANCH] = "br",	  [IR_GOTO] = "goto",	    [IR_MULTI] = "multi",
	[IR_RETURN] = "return",	  [IR_STOP] = "stop",
};

const char *ir_kind_name(enum ir_kind k)
{
	return kinds[k];
}

const char *ir_op_name(enum ir_op op)
{
	return ops[op].text;
}

const char *ir_trust_text(enum ir_trust t)
{
	static const char *const names[] = { "clean", "recovered", "not-parsed" };

	return names[t];
}

bool ir_op_is_cmp(enum ir_op op)
{
	return op >= IR_OP_EQ && op <= IR_OP_UGE;
}

enum ir_op ir_op_negate(enum ir_op op)
{
	static const enum ir_op neg[IR_NR_OPS] = {
		[IR_OP_EQ] = IR_OP_NE,	 [IR_OP_NE] = IR_OP_EQ,	  [IR_OP_LT] = IR_OP_GE,
		[IR_OP_GE] = IR_OP_LT,	 [IR_OP_GT] = IR_OP_LE,	  [IR_OP_LE] = IR_OP_GT,
		[IR_OP_ULT] = IR_OP_UGE, [IR_OP_UGE] = IR_OP_ULT, [IR_OP_UGT] = IR_OP_ULE,
		[IR_OP_ULE] = IR_OP_UGT,
	};

	BUG_ON(!ir_op_is_cmp(op));
	return neg[op];
}

enum ir_op ir_op_swap(enum ir_op op)
{
	static const enum ir_op swap[IR_NR_OPS] = {
		[IR_OP_EQ] = IR_OP_EQ,	 [IR_OP_NE] = IR_OP_NE,	  [IR_OP_LT] = IR_OP_GT,
		[IR_OP_GT] = IR_OP_LT,	 [IR_OP_LE] = IR_OP_GE,	  [IR_OP_GE] = IR_OP_LE,
		[IR_OP_ULT] = IR_OP_UGT, [IR_OP_UGT] = IR_OP_ULT, [IR_OP_ULE] = IR_OP_UGE,
		[IR_OP_UGE] = IR_OP_ULE,
	};

	BUG_ON(!ir_op_is_cmp(op));
	return swap[op];
}

static bool fold_division(enum ir_op op, int64_t a, int64_t b, int64_t *out)
{
	/* INT64_MIN / -1 does not fit */
	if (!b || b == -1)
		return false;
	*out = op == IR_OP_DIV ? a / b : a % b;
	return true;
}

static bool fold_shift(enum ir_op op, int64_t a, int64_t b, int64_t *out)
{
	if (b < 0 || b > 63)
		return false;
	*out = op == IR_OP_SHL ? (int64_t)((uint64_t)a << b) : a >> b;
	return true;
}

bool ir_op_fold(enum ir_op op, int64_t a, int64_t b, int64_t *out)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case IR_OP_ADD:
		*out = (int64_t)(x + y);
		return true;
	case IR_OP_SUB:
		*out = (int64_t)(x - y);
		return true;
	case IR_OP_MUL:
		*out = (int64_t)(x * y);
		return true;
	case IR_OP_DIV:
	case IR_OP_MOD:
		return fold_division(op, a, b, out);
	case IR_OP_SHL:
	case IR_OP_SHR:
		return fold_shift(op, a, b, out);
	case IR_OP_AND:
		*out = a & b;
		return true;
	case IR_OP_OR:
		*out = a | b;
		return true;
	case IR_OP_XOR:
		*out = a ^ b;
		return true;
	case IR_OP_NEG:
		*out = (int64_t)(0 - x);
		return true;
	case IR_OP_NOT:
		*out = ~a;
		return true;
	default:
		return false;
	}
}

struct ir_unit *ir_unit_new(const char *path, const char *frontend)
{
	struct ir_unit *u = calloc(1, sizeof(*u));

	if (!u)
		die("out of memory");
	u->path = str_intern(path);
	u->frontend = str_intern(frontend);
	u->reason = str_intern("");
	vec_push(&u->files, u->path);
	return u;
}

static void func_release(struct ir_func *f)
{
	for (size_t i = 0; i < f->blocks.n; i++)
		vec_release(&f->blocks.v[i]->nodes);
	vec_release(&f->blocks);
	vec_release(&f->vars);
}

void ir_unit_free(struct ir_unit *u)
{
	if (!u)
		return;
	for (size_t i = 0; i < u->funcs.n; i++)
		func_release(u->funcs.v[i]);
	vec_release(&u->funcs);
	vec_release(&u->files);
	vec_release(&u->bindings);
	vec_release(&u->consts);
	arena_release(&u->mem);
	free(u);
}

unsigned int ir_file(struct ir_unit *u, const char *path)
{
	path = str_intern(path);
	for (size_t i = 0; i < u->files.n; i++)
		if (u->files.v[i] == path)
			return (unsigned int)i;
	vec_push(&u->files, path);
	return (unsigned int)u->files.n - 1;
}

struct ir_func *ir_func_new(struct ir_unit *u, const char *name, const char *ret)
{
	struct ir_func *f = arena_new(&u->mem, struct ir_func);

	f->name = str_intern(name);
	f->ret = str_intern(ret);
	f->unit = u;
	vec_push(&u->funcs, f);
	return f;
}

void ir_func_drop(struct ir_unit *u)
{
	func_release(vec_pop(&u->funcs));
}

struct ir_var *ir_var_find(const struct ir_func *f, const char *name)
{
	name = str_intern(name);
	for (size_t i = 0; i < f->vars.n; i++)
		if (f->vars.v[i]->name == name)
			return f->vars.v[i];
	return NULL;
}

static struct ir_var *var_add(struct ir_func *f, enum ir_var_kind kind, const char *name,
			      const char *type)
{
	struct ir_var *v = arena_new(&f->unit->mem, struct ir_var);

	v->kind = kind;
	v->name = str_intern(name);
	v->type = str_intern(type);
	v->index = kind == IR_PARAM ? (int)f->vars.n : -1;
	vec_push(&f->vars, v);
	return v;
}

struct ir_var *ir_var_new(struct ir_func *f, enum ir_var_kind kind, const char *name,
			  const char *type)
{
	const char *base = arena_printf(&f->unit->mem, "%s%s",
					kind == IR_GLOBAL && name[0] != '@' ? "@" : "", name);
	const char *unique = base;

	for (int i = 2; ir_var_find(f, unique); i++)
		unique = arena_printf(&f->unit->mem, "%s#%d", name, i);
	return var_add(f, kind, unique, type);
}

struct ir_var *ir_temp(struct ir_func *f, const char *type)
{
	char name[16];

	snprintf(name, sizeof(name), "%%%u", ++f->ntemps);
	return var_add(f, IR_TEMP, name, type);
}

unsigned int ir_block_new(struct ir_func *f)
{
	vec_push(&f->blocks, arena_new(&f->unit->mem, struct ir_block));
	return (unsigned int)f->blocks.n - 1;
}

struct ir_node *ir_node_new(struct ir_func *f, enum ir_kind kind, struct ir_loc loc,
			    unsigned int nargs)
{
	struct ir_node *n = arena_new(&f->unit->mem, struct ir_node);

	n->kind = kind;
	n->loc = loc;
	n->nargs = nargs;
	if (nargs)
		n->args = arena_array(&f->unit->mem, struct ir_opnd, nargs);
	if (nargs && ir_is_call(n))
		n->params = arena_array(&f->unit->mem, const char *, nargs);
	return n;
}

void ir_append(struct ir_func *f, unsigned int block, struct ir_node *n)
{
	vec_push(&f->blocks.v[block]->nodes, n);
}

bool ir_terminated(const struct ir_func *f, unsigned int block)
{
	const struct ir_block *b = f->blocks.v[block];

	return b->nodes.n && vec_last(&b->nodes)->kind >= IR_FIRST_TERMINATOR;
}

void ir_targets(struct ir_func *f, struct ir_node *n, unsigned int ntargets, ...)
{
	va_list ap;

	n->ntargets = ntargets;
	n->block = arena_array(&f->unit->mem, unsigned int, ntargets);
	va_start(ap, ntargets);
	for (unsigned int i = 0; i < ntargets; i++)
		n->block[i] = va_arg(ap, unsigned int);
	va_end(ap);
}

static struct ir_place *place_extend(struct ir_func *f, const struct ir_place *p)
{
	struct ir_place *q = arena_new(&f->unit->mem, struct ir_place);

	q->var = p->var;
	q->n = p->n + 1;
	q->proj = arena_array(&f->unit->mem, struct ir_proj, q->n);
	if (p->n)
		memcpy(q->proj, p->proj, p->n * sizeof(*q->proj));
	return q;
}

static const struct ir_place *place_shorten(struct ir_func *f, const struct ir_place *p)
{
	struct ir_place *q = arena_new(&f->unit->mem, struct ir_place);

	*q = *p;
	q->n--;
	return q;
}

const struct ir_place *ir_place_var(struct ir_func *f, const struct ir_var *v)
{
	struct ir_place *p = arena_new(&f->unit->mem, struct ir_place);

	p->var = v;
	return p;
}

const struct ir_place *ir_place_deref(struct ir_func *f, const struct ir_place *p)
{
	struct ir_place *q = place_extend(f, p);

	q->proj[p->n].kind = IR_DEREF;
	return q;
}

const struct ir_place *ir_place_field(struct ir_func *f, const struct ir_place *p,
				      const char *record, const char *field)
{
	struct ir_place *q = place_extend(f, p);

	q->proj[p->n] = (struct ir_proj){ .kind = IR_FIELD,
					  .record = str_intern(record),
					  .field = str_intern(field) };
	return q;
}

const struct ir_place *ir_place_elem(struct ir_func *f, const struct ir_place *p,
				     struct ir_opnd index)
{
	struct ir_place *q;

	if (index.kind == IR_INT && index.num == 0 && p->n && p->proj[p->n - 1].kind == IR_DEREF)
		return p;
	if (index.kind == IR_PLACE && index.place->n)
		BUG("an index is a variable, a number or not modelled");
	q = place_extend(f, p);
	q->proj[p->n] = (struct ir_proj){ .kind = IR_ELEM, .index = index };
	return q;
}

struct ir_opnd ir_int(int64_t num, const char *text)
{
	return (struct ir_opnd){ .kind = IR_INT, .num = num, .text = str_intern(text) };
}

struct ir_opnd ir_str(void)
{
	return (struct ir_opnd){ .kind = IR_STR };
}

struct ir_opnd ir_any(void)
{
	return (struct ir_opnd){ .kind = IR_ANY };
}

struct ir_opnd ir_fn(const char *name)
{
	return (struct ir_opnd){ .kind = IR_FUNC, .text = str_intern(name) };
}

struct ir_opnd ir_use(const struct ir_place *p)
{
	return (struct ir_opnd){ .kind = IR_PLACE, .place = p };
}

struct ir_opnd ir_addr(struct ir_func *f, const struct ir_place *p)
{
	if (p->n && p->proj[p->n - 1].kind == IR_DEREF)
		return ir_use(place_shorten(f, p));
	return (struct ir_opnd){ .kind = IR_ADDR, .place = p };
}

const struct ir_place *ir_points_to(struct ir_func *f, struct ir_opnd o)
{
	if (o.kind == IR_ADDR)
		return o.place;
	return o.kind == IR_PLACE ? ir_place_deref(f, o.place) : NULL;
}

bool ir_opnd_eq(const struct ir_opnd *a, const struct ir_opnd *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case IR_INT:
		return a->num == b->num;
	case IR_FUNC:
		return a->text == b->text;
	case IR_PLACE:
	case IR_ADDR:
		return ir_place_eq(a->place, b->place);
	case IR_STR:
	case IR_ANY:
		return false;
	}
	return false;
}

bool ir_place_eq(const struct ir_place *a, const struct ir_place *b)
{
	if (a == b)
		return true;
	if (a->var != b->var || a->n != b->n)
		return false;
	for (unsigned int i = 0; i < a->n; i++) {
		const struct ir_proj *x = &a->proj[i], *y = &b->proj[i];

		if (x->kind != y->kind || x->record != y->record || x->field != y->field)
			return false;
		if (x->kind == IR_ELEM && !ir_opnd_eq(&x->index, &y->index))
			return false;
	}
	return true;
}

bool ir_is_call(const struct ir_node *n)
{
	return n->kind >= IR_CALL && n->kind <= IR_ACCESS;
}

unsigned int ir_count(const struct ir_func *f, enum ir_kind kind)
{
	unsigned int count = 0;

	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++)
			count += f->blocks.v[b]->nodes.v[i]->kind == kind;
	return count;
}

bool ir_touches(const struct ir_func *f)
{
	return ir_count(f, IR_ACQUIRE) || ir_count(f, IR_RELEASE) || ir_count(f, IR_DIRTY);
}
