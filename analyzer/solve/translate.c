// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/translate.h"

#include "solve/summary.h"

static bool dies(const struct ir_var *v)
{
	return v->kind != IR_GLOBAL && !v->is_static;
}

/* What a parameter held at entry. */
static bool is_argument(const struct values *vs, const struct val *x)
{
	return x->kind == VAL_LOAD && !x->node && val_get(vs, x->a)->kind == VAL_VAR &&
	       val_get(vs, x->a)->var->kind == IR_PARAM;
}

bool translate_is_local(const struct values *vs, val_t v)
{
	const struct val *x = val_get(vs, v);

	if (x->kind == VAL_VAR)
		return dies(x->var);
	if (x->kind == VAL_STALE || x->kind == VAL_PHI || is_argument(vs, x))
		return false;
	return (x->a && translate_is_local(vs, x->a)) || (x->b && translate_is_local(vs, x->b));
}

static val_t seeded(const struct translate *x, val_t v)
{
	for (size_t i = 0; i < x->seeds.n; i++)
		if (x->seeds.v[i].was == v)
			return x->seeds.v[i].is;
	return 0;
}

void translate_seed(struct translate *x, val_t was, val_t is)
{
	vec_push(&x->seeds, ((struct seed){ was, is }));
}

bool translate_is_lost(const struct translate *x, val_t v)
{
	const struct val *y = val_get(x->from, v);

	if (!translate_is_local(x->from, v) || seeded(x, v))
		return false;
	if (y->kind == VAL_VAR)
		return true;
	return (y->a && translate_is_lost(x, y->a)) || (y->b && translate_is_lost(x, y->b));
}

static const struct ir_node *node_of(struct translate *x, const struct ir_node *n)
{
	if (!x->s)
		return n;
	return n ? program_instance(x->prog, x->host, x->call, x->f, n) : x->call;
}

static val_t some_value(struct translate *x, const struct val *v, val_t old)
{
	const char *name = v->var ? v->var->name : "#term";
	val_t at = val_elem(x->to, val_fn(x->to, name), val_int(x->to, (int64_t)old + 1));

	return val_stale(x->to, x->s ? x->call : NULL, at);
}

static val_t load(struct translate *x, const struct val *v)
{
	const struct val *a = val_get(x->from, v->a);

	if (v->node)
		return val_load(x->to, translate_value(x, v->a), node_of(x, v->node),
				v->is_unsigned);
	if (!is_argument(x->from, v)) {
		val_t addr = translate_value(x, v->a);

		return x->s ? state_read(x->s, addr, v->is_unsigned) :
			      val_load(x->to, addr, NULL, v->is_unsigned);
	}
	if (!x->s)
		return val_load(x->to, val_var(x->to, a->var), NULL, v->is_unsigned);
	if (a->var->index >= 0 && (unsigned int)a->var->index < x->nargs)
		return x->args[a->var->index];
	return val_stale(x->to, x->call, val_fn(x->to, a->var->name));
}

static val_t stale(struct translate *x, const struct val *v, val_t old)
{
	if (v->a && translate_is_lost(x, v->a))
		return some_value(x, v, old);
	return val_stale(x->to, node_of(x, v->node), v->a ? translate_value(x, v->a) : 0);
}

static val_t term(struct translate *x, const struct val *v, val_t old)
{
	val_t a, b;
	int known;

	if (!v->a)
		return some_value(x, v, old);
	a = translate_value(x, v->a);
	b = v->b ? translate_value(x, v->b) : 0;
	/* what the caller passes may decide it */
	if (x->s && b && ir_op_is_cmp(v->op)) {
		known = state_decide(x->s, v->op, a, b);
		if (known >= 0)
			return val_int(x->to, known);
	}
	if (v->op == IR_OP_FRESH)
		return val_derived(x->to, a, b);
	return val_op(x->to, v->op, a, b);
}

static val_t fresh_translation(struct translate *x, val_t old)
{
	const struct val *v = val_get(x->from, old);

	switch (v->kind) {
	case VAL_INT:
		return val_int(x->to, v->num);
	case VAL_FN:
		return val_fn(x->to, v->text);
	case VAL_VAR:
		return dies(v->var) ? some_value(x, v, old) : val_var(x->to, v->var);
	case VAL_FIELD:
		return val_field(x->to, translate_value(x, v->a), v->record, v->text);
	case VAL_ELEM:
		return val_elem(x->to, translate_value(x, v->a), translate_value(x, v->b));
	case VAL_LOAD:
		return load(x, v);
	case VAL_RESULT:
		return v->text ? val_taken(x->to, node_of(x, v->node)) :
				 val_result(x->to, node_of(x, v->node), v->is_unsigned);
	case VAL_PHI:
		return x->s ? some_value(x, v, old) : val_phi(x->to, (unsigned int)v->num, v->var);
	case VAL_STALE:
		return stale(x, v, old);
	case VAL_OP:
		return term(x, v, old);
	}
	return some_value(x, v, old);
}

val_t translate_value(struct translate *x, val_t v)
{
	val_t made;

	while (x->memo.n <= v)
		vec_push(&x->memo, 0u);
	if (x->memo.v[v])
		return x->memo.v[v];
	made = seeded(x, v);
	if (!made)
		made = fresh_translation(x, v);
	x->memo.v[v] = made;
	return made;
}

val_t translate_safe(struct translate *x, val_t v)
{
	return translate_is_lost(x, v) ? some_value(x, val_get(x->from, v), v) :
					 translate_value(x, v);
}

void translate_release(struct translate *x)
{
	vec_release(&x->memo);
	vec_release(&x->seeds);
}
