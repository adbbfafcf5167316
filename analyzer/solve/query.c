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

/* What a value says of the question. */
enum says {
	SAYS_NOTHING,
	SAYS_FLAG, /* it was read from memory */
	SAYS_MORE, /* an answer that is more than yes or no */
	SAYS_NO, /* an answer: not zero means no */
	SAYS_YES, /* an answer: not zero means yes */
};

static enum says of_query(const struct ir_node *n)
{
	enum api_held held = api_find(n->callee)->held;

	return held == H_ZERO ? SAYS_NO : held == H_TRUE ? SAYS_YES : SAYS_MORE;
}

static enum says says(const struct answers *a, const struct values *vs, val_t v, int depth)
{
	const struct val *x;
	enum says l, r;
	int64_t n;

	if (!v || depth > MAX_DEPTH)
		return SAYS_NOTHING;
	x = val_get(vs, v);
	if (x->kind == VAL_RESULT && is_query(x->node))
		return of_query(x->node);
	if (x->kind == VAL_FIELD)
		return answers_has(a, x->record, x->text) ? SAYS_YES : SAYS_FLAG;
	l = says(a, vs, x->a, depth + 1);
	r = says(a, vs, x->b, depth + 1);
	if (l < r)
		l = r;
	if (x->kind == VAL_OP && x->op == IR_OP_EQ && val_is_int(vs, x->b, &n) && !n)
		return l == SAYS_YES ? SAYS_NO : l == SAYS_NO ? SAYS_YES : l;
	return l;
}

static enum says either(const struct answers *a, const struct values *vs, val_t v, val_t w)
{
	enum says l = says(a, vs, v, 0), r = says(a, vs, w, 0);

	return l > r ? l : r;
}

/* @what is not zero, or is, or there is more to it than that. */
static enum tri conclude(enum says what, enum tri nonzero)
{
	switch (what) {
	case SAYS_NOTHING:
		return TRI_NO;
	case SAYS_FLAG:
		return TRI_MAYBE;
	case SAYS_MORE:
		return TRI_YES;
	default:
		if (nonzero == TRI_MAYBE)
			return TRI_YES;
		return (what == SAYS_YES) == (nonzero == TRI_YES) ? TRI_YES : TRI_NO;
	}
}

/* `for (i = 0; i < o->nr; i++)` asks nothing, `if (o->flag & X)` does. */
static enum tri step_asks(const struct answers *a, const struct state *s, const struct step *st,
			  val_t pages)
{
	enum ir_op op;
	int64_t n;

	if (!st->a || !st->node || val_contains(s->vs, pages, st->a))
		return TRI_NO;
	op = st->node->op;
	if ((op != IR_OP_EQ && op != IR_OP_NE) || !val_is_int(s->vs, st->b, &n))
		return either(a, s->vs, st->a, st->b) > SAYS_FLAG ? TRI_YES : TRI_NO;
	if (n)
		return conclude(says(a, s->vs, st->a, 0), TRI_MAYBE);
	return conclude(says(a, s->vs, st->a, 0), (op == IR_OP_NE) == st->truth ? TRI_YES : TRI_NO);
}

static enum tri facts_ask(const struct answers *a, const struct state *s)
{
	enum tri t = TRI_NO;

	for (unsigned int i = 0; i < s->nranges; i++) {
		const struct range *r = &s->ranges[i];
		enum says what = says(a, s->vs, r->v, 0);

		if (what > SAYS_FLAG && (r->lo > 0 || r->hi < 0 || (!r->lo && !r->hi)))
			t = query_stronger(t, conclude(what, r->lo || r->hi ? TRI_YES : TRI_NO));
	}
	for (unsigned int i = 0; i < s->nfacts; i++) {
		enum says what = either(a, s->vs, s->facts[i].a, s->facts[i].b);

		if (what > SAYS_FLAG && s->facts[i].op == IR_OP_NE)
			t = query_stronger(t, conclude(what, TRI_YES));
	}
	return t;
}

enum tri query_asked(const struct solver *sv, const struct state *s, val_t pages)
{
	const struct answers *a = program_answers(sv->prog);
	enum tri t = facts_ask(a, s);

	for (const struct step *st = s->trace; st && t != TRI_YES; st = st->prev)
		t = query_stronger(t, step_asks(a, s, st, pages));
	return t;
}

bool rule_answered(const struct event *ev)
{
	const struct answers *a = program_answers(ev->sv->prog);
	const struct state *s = ev->s;

	for (unsigned int i = 0; i < s->nranges; i++)
		if (says(a, s->vs, s->ranges[i].v, 0) > SAYS_FLAG)
			return true;
	for (unsigned int i = 0; i < s->nfacts; i++)
		if (either(a, s->vs, s->facts[i].a, s->facts[i].b) > SAYS_FLAG)
			return true;
	for (const struct step *st = s->trace; st; st = st->prev)
		if (st->a && either(a, s->vs, st->a, st->b) > SAYS_FLAG)
			return true;
	return false;
}
