// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The end of a function under construction: the shape of the graph no longer shows
 * in which order a frontend made its blocks and temporaries.
 */
#include <string.h>

#include "lower/lower.h"

typedef VEC(unsigned int) uint_vec;

/* Follow blocks that hold nothing but a goto; a cycle of such blocks stays as it is. */
static unsigned int skip_gotos(const struct ir_func *f, unsigned int b)
{
	for (size_t steps = 0; steps < f->blocks.n; steps++) {
		const struct ir_node *n = f->blocks.v[b]->nodes.v[0];

		if (f->blocks.v[b]->nodes.n != 1 || n->kind != IR_GOTO)
			return b;
		b = n->block[0];
	}
	return b;
}

static struct ir_node *terminator(const struct ir_func *f, unsigned int b)
{
	return vec_last(&f->blocks.v[b]->nodes);
}

static void thread_gotos(struct ir_func *f)
{
	for (unsigned int b = 0; b < f->blocks.n; b++) {
		struct ir_node *n = terminator(f, b);

		for (unsigned int i = 0; i < n->ntargets; i++)
			n->block[i] = skip_gotos(f, n->block[i]);
		if (n->kind == IR_BRANCH && n->block[0] == n->block[1]) {
			n->kind = IR_GOTO;
			n->nargs = 0;
			n->ntargets = 1;
		}
	}
}

/* Depth-first order from the entry, first target first.  @pos: new number + 1, 0 unreached. */
static void order_blocks(const struct ir_func *f, uint_vec *order, unsigned int *pos)
{
	uint_vec stack = { 0 };

	vec_push(&stack, 0u);
	while (stack.n) {
		unsigned int b = vec_pop(&stack);
		struct ir_node *n;

		if (pos[b])
			continue;
		vec_push(order, b);
		pos[b] = (unsigned int)order->n;
		n = terminator(f, b);
		for (unsigned int i = n->ntargets; i-- > 0;)
			vec_push(&stack, n->block[i]);
	}
	vec_release(&stack);
}

/* A block that ends in a goto takes in its target if nobody else goes there. */
static void merge_chains(struct ir_func *f, const uint_vec *order)
{
	unsigned int *preds = calloc(f->blocks.n, sizeof(*preds));

	if (!preds)
		die("out of memory");
	preds[0] = 1;
	for (size_t i = 0; i < order->n; i++) {
		struct ir_node *n = terminator(f, order->v[i]);

		for (unsigned int k = 0; k < n->ntargets; k++)
			preds[n->block[k]]++;
	}
	for (size_t i = 0; i < order->n; i++) {
		struct ir_block *b = f->blocks.v[order->v[i]];

		while (b->nodes.n && vec_last(&b->nodes)->kind == IR_GOTO) {
			unsigned int t = vec_last(&b->nodes)->block[0];
			struct ir_block *next = f->blocks.v[t];

			if (preds[t] != 1 || next == b || t == 0)
				break;
			(void)vec_pop(&b->nodes);
			for (size_t k = 0; k < next->nodes.n; k++)
				vec_push(&b->nodes, next->nodes.v[k]);
			next->nodes.n = 0;
		}
	}
	free(preds);
}

static void close_blocks(struct lower *l)
{
	for (unsigned int b = 0; b < l->f->blocks.n; b++) {
		if (ir_terminated(l->f, b))
			continue;
		l->cur = b;
		lower_return(l, NULL);
	}
}

static void renumber_blocks(struct ir_func *f)
{
	unsigned int *pos = calloc(f->blocks.n, sizeof(*pos));
	uint_vec order = { 0 };
	struct ir_block **old = f->blocks.v;

	if (!pos)
		die("out of memory");
	order_blocks(f, &order, pos);
	merge_chains(f, &order);
	memset(pos, 0, f->blocks.n * sizeof(*pos));
	order.n = 0;
	order_blocks(f, &order, pos);
	for (size_t b = 0; b < f->blocks.n; b++)
		if (!pos[b])
			vec_release(&old[b]->nodes);
	f->blocks.v = NULL;
	f->blocks.n = f->blocks.cap = 0;
	for (size_t i = 0; i < order.n; i++) {
		struct ir_node *n = vec_last(&old[order.v[i]]->nodes);

		for (unsigned int k = 0; k < n->ntargets; k++)
			n->block[k] = pos[n->block[k]] - 1;
		vec_push(&f->blocks, old[order.v[i]]);
	}
	free(old);
	free(pos);
	vec_release(&order);
}

struct renaming {
	struct ir_func *f;
	VEC(struct ir_var *) temps;
};

static void see_place(struct renaming *r, const struct ir_place *p);

static void see_opnd(struct renaming *r, const struct ir_opnd *o)
{
	if (o->kind == IR_PLACE || o->kind == IR_ADDR)
		see_place(r, o->place);
}

static void see_place(struct renaming *r, const struct ir_place *p)
{
	struct ir_var *v = (struct ir_var *)p->var;

	if (v->kind == IR_TEMP && v->index < 0) {
		v->index = (int)r->temps.n;
		vec_push(&r->temps, v);
	}
	for (unsigned int i = 0; i < p->n; i++)
		if (p->proj[i].kind == IR_ELEM)
			see_opnd(r, &p->proj[i].index);
}

static void see_node(struct renaming *r, const struct ir_node *n)
{
	for (unsigned int i = 0; i < n->nargs; i++)
		see_opnd(r, &n->args[i]);
	if (n->target)
		see_place(r, n->target);
	if (n->dst)
		see_place(r, n->dst);
}

/* Temporaries are numbered by first appearance; the others go. */
static void renumber_temps(struct ir_func *f)
{
	struct renaming r = { .f = f };
	char name[32];
	size_t kept = 0;

	for (size_t b = 0; b < f->blocks.n; b++)
		for (size_t i = 0; i < f->blocks.v[b]->nodes.n; i++)
			see_node(&r, f->blocks.v[b]->nodes.v[i]);
	for (size_t i = 0; i < f->vars.n; i++)
		if (f->vars.v[i]->kind != IR_TEMP)
			f->vars.v[kept++] = f->vars.v[i];
	f->vars.n = kept;
	for (size_t i = 0; i < r.temps.n; i++) {
		snprintf(name, sizeof(name), "%%%zu", i + 1);
		r.temps.v[i]->name = str_intern(name);
		r.temps.v[i]->index = -1;
		vec_push(&f->vars, r.temps.v[i]);
	}
	f->ntemps = (unsigned int)r.temps.n;
	vec_release(&r.temps);
}

void lower_end(struct lower *l)
{
	close_blocks(l);
	l->cur = LOWER_DEAD;
	thread_gotos(l->f);
	renumber_blocks(l->f);
	renumber_temps(l->f);
}
