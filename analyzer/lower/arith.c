// SPDX-License-Identifier: GPL-2.0-or-later
/* Arithmetic and conversions as C has them, for every frontend. */
#include <string.h>

#include "lower/lower.h"

int64_t lower_wrap(int64_t v, const char *type)
{
	int bits = ir_type_bits(type);
	uint64_t mask;

	if (!strcmp(type, "bool"))
		return v != 0;
	if (!ir_type_is_int(type) || bits >= 64)
		return v;
	mask = (1ull << bits) - 1;
	if (!ir_type_is_unsigned(type) && ((uint64_t)v & 1ull << (bits - 1)))
		return (int64_t)((uint64_t)v | ~mask);
	return (int64_t)((uint64_t)v & mask);
}

struct ir_opnd lower_convert(struct lower *l, struct ir_opnd o, const char *from, const char *to)
{
	if (from == to || o.kind == IR_ANY)
		return o;
	if (!strcmp(to, "float") || !strcmp(from, "float"))
		return ir_any();
	if (o.kind == IR_INT)
		return ir_int(lower_wrap(o.num, to),
			      lower_wrap(o.num, to) == o.num ? o.text : NULL);
	if (!strcmp(to, "bool"))
		return lower_arith(l, IR_OP_NE, to, o, ir_int(0, NULL));
	if (ir_type_is_ptr(from) && ir_type_is_ptr(to))
		return o;
	if ((ir_type_is_int(from) || ir_type_is_ptr(from)) &&
	    (ir_type_is_int(to) || ir_type_is_ptr(to)))
		return lower_op(l, IR_OP_COPY, to, o, ir_any());
	return o;
}

/* Unsigned numbers beyond S64_MAX, which the folding of lower.c takes as negative. */
static bool fold_unsigned(enum ir_op op, const char *type, int64_t a, int64_t b, int64_t *v)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	if (!ir_type_is_unsigned(type) || (a >= 0 && b >= 0))
		return false;
	if (op == IR_OP_SHR && y < 64)
		*v = (int64_t)(x >> y);
	else if (op == IR_OP_DIV && y)
		*v = (int64_t)(x / y);
	else if (op == IR_OP_MOD && y)
		*v = (int64_t)(x % y);
	else
		return false;
	return true;
}

static bool is_modelled(struct ir_opnd o)
{
	return o.kind != IR_ANY && o.kind != IR_STR;
}

static bool commutes(enum ir_op op)
{
	return op == IR_OP_ADD || op == IR_OP_MUL || op == IR_OP_AND || op == IR_OP_OR ||
	       op == IR_OP_XOR;
}

struct ir_opnd lower_arith(struct lower *l, enum ir_op op, const char *type, struct ir_opnd a,
			   struct ir_opnd b)
{
	bool one = op == IR_OP_NEG || op == IR_OP_NOT;
	struct ir_opnd r;
	int64_t v;

	if (!strcmp(type, "float") || a.kind == IR_ANY || (!one && b.kind == IR_ANY))
		return ir_any();
	if (!ir_op_is_cmp(op) && (!is_modelled(a) || (!one && !is_modelled(b))))
		return ir_any();
	if (!one && a.kind == IR_INT && b.kind == IR_INT &&
	    fold_unsigned(op, type, a.num, b.num, &v))
		return ir_int(lower_wrap(v, type), NULL);
	if (!one && a.kind == IR_INT && b.kind != IR_INT && commutes(op)) {
		r = a;
		a = b;
		b = r;
	}
	r = lower_op(l, op, type, a, one ? ir_any() : b);
	if (r.kind == IR_INT)
		r.num = lower_wrap(r.num, type);
	return r;
}
