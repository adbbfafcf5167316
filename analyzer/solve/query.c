// SPDX-License-Identifier: GPL-2.0-or-later
/* Was a question asked before a release: does the iterator pin? */
#include "solve/query.h"

#include <string.h>

#include "api/api.h"
#include "solve/solver.h"

#define MAX_DEPTH 24

static bool is_query(const struct ir_node *n)
{
	const struct api_row *row = n && n->callee ? api_find(n->callee) : NULL;

	return row && row->role == API_QUERY;
}

bool answers_has(const struct answers *a, const char *record, const char *field)
{
	for (size_t i = 0; i < a->fields.n; i++)
		if (!strcmp(a->fields.v[i].record, record) && !strcmp(a->fields.v[i].field, field))
			return true;
	return false;
}

void answers_release(struct answers *a)
{
	vec_release(&a->fields);
}

/* Variables of a function that hold an answer on some path. */
struct holders {
	VEC(const struct ir_var *) vars;
};

static bool holds(const struct holders *h, const struct ir_opnd *o)
{
	if (o->kind != IR_PLACE || o->place->n)
		return false;
	for (size_t i = 0; i < h->vars.n; i++)
		if (h->vars.v[i] == o->place->var)
			return true;
	return false;
}

static bool is_answer(const struct holders *h, const struct ir_node *n)
{
	if (is_query(n))
		return true;
	if (n->kind != IR_ASSIGN && n->kind != IR_STORE)
		return false;
	for (unsigned int i = 0; i < n->nargs; i++)
		if (holds(h, &n->args[i]))
			return true;
	return false;
}

static bool add_holder(struct holders *h, const struct ir_place *p)
{
	for (size_t i = 0; i < h->vars.n; i++)
		if (h->vars.v[i] == p->var)
			return false;
	vec_push(&h->vars, p->var);
	return true;
}

/* Return: something new was learnt */
static bool learn(struct answers *a, struct holders *h, const struct ir_node *n)
{
	const struct ir_proj *last;

	if (!n->dst || !is_answer(h, n))
		return false;
	if (!n->dst->n)
		return add_holder(h, n->dst);
	last = &n->dst->proj[n->dst->n - 1];
	if (last->kind != IR_FIELD || answers_has(a, last->record, last->field))
		return false;
	vec_push(&a->fields, *last);
	return true;
}

static bool asks(const struct ir_func *f)
{
	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++)
			if (is_query(f->blocks.v[b]->nodes.v[i]))
				return true;
	return false;
}

static void collect_func(struct answers *a, const struct ir_func *f)
{
	struct holders h = { 0 };
	bool more = true;

	while (more) {
		more = false;
		for (size_t b = 0; b < f->blocks.n; b++)
			for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++)
				more |= learn(a, &h, f->blocks.v[b]->nodes.v[i]);
	}
	vec_release(&h.vars);
}

void answers_collect(struct answers *a, const struct ir_unit *u)
{
	for (size_t i = 0; i < u->funcs.n; i++)
		if (asks(u->funcs.v[i]))
			collect_func(a, u->funcs.v[i]);
}

/* The value hangs on an answer. */
static bool tells(const struct answers *a, const struct values *vs, val_t v, int depth)
{
	const struct val *x;

	if (!v || depth > MAX_DEPTH)
		return false;
	x = val_get(vs, v);
	if (x->kind == VAL_RESULT)
		return is_query(x->node);
	if (x->kind == VAL_FIELD && answers_has(a, x->record, x->text))
		return true;
	return tells(a, vs, x->a, depth + 1) || tells(a, vs, x->b, depth + 1);
}

/* The comparison says that the answer was not no. */
static bool is_yes(const struct state *s, enum ir_op op, val_t b, bool truth)
{
	int64_t n;

	if ((op != IR_OP_EQ && op != IR_OP_NE) || !val_is_int(s->vs, b, &n) || n)
		return true;
	return (op == IR_OP_NE) == truth;
}

bool query_asked(const struct solver *sv, const struct state *s)
{
	const struct answers *a = program_answers(sv->prog);

	for (const struct step *st = s->trace; st; st = st->prev)
		if (st->a && st->node && is_yes(s, st->node->op, st->b, st->truth) &&
		    (tells(a, s->vs, st->a, 0) || tells(a, s->vs, st->b, 0)))
			return true;
	for (unsigned int i = 0; i < s->nranges; i++)
		if ((s->ranges[i].lo > 0 || s->ranges[i].hi < 0) &&
		    tells(a, s->vs, s->ranges[i].v, 0))
			return true;
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (s->facts[i].op == IR_OP_NE &&
		    (tells(a, s->vs, s->facts[i].a, 0) || tells(a, s->vs, s->facts[i].b, 0)))
			return true;
	return false;
}
