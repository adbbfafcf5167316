// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve/cfg.h"

#include <string.h>

static const struct ir_node *last(const struct ir_func *f, unsigned int b)
{
	return vec_last(&f->blocks.v[b]->nodes);
}

/* Depth-first search without recursion: a kernel function may have thousands of blocks. */
struct walk {
	unsigned int block, next;
};

static void order_blocks(struct cfg *c, struct arena *a)
{
	const struct ir_func *f = c->f;
	unsigned int total = (unsigned int)f->blocks.n, done = total;
	bool *seen = arena_array(a, bool, total);
	VEC(struct walk) stack = { 0 };

	vec_push(&stack, ((struct walk){ 0, 0 }));
	seen[0] = true;
	while (stack.n) {
		struct walk *w = &vec_last(&stack);
		const struct ir_node *n = last(f, w->block);

		if (w->next < n->ntargets) {
			unsigned int t = n->block[w->next++];

			if (!seen[t]) {
				seen[t] = true;
				vec_push(&stack, ((struct walk){ t, 0 }));
			}
			continue;
		}
		c->order[--done] = w->block;
		stack.n--;
	}
	/* unreached blocks do not occur after lower_end(); a facts file may still hold some */
	memmove(c->order, c->order + done, (total - done) * sizeof(*c->order));
	c->n = total - done;
	for (unsigned int i = 0; i < c->n; i++)
		c->pos[c->order[i]] = i;
	vec_release(&stack);
}

/* Tarjan's strongly connected parts, iterative. */
struct scc {
	struct cfg *c;
	unsigned int *index, *low, counter;
	bool *on;
	VEC(unsigned int) stack;
	VEC(struct walk) walk;
};

static bool self_loop(const struct ir_func *f, unsigned int b)
{
	const struct ir_node *n = last(f, b);

	for (unsigned int i = 0; i < n->ntargets; i++)
		if (n->block[i] == b)
			return true;
	return false;
}

static void scc_pop(struct scc *s, unsigned int root)
{
	bool single = vec_last(&s->stack) == root;
	int id = single && !self_loop(s->c->f, root) ? -1 : s->c->nloops++;
	unsigned int b;

	do {
		b = vec_pop(&s->stack);
		s->on[b] = false;
		s->c->loop[b] = id;
	} while (b != root);
}

static void scc_enter(struct scc *s, unsigned int b)
{
	s->index[b] = s->low[b] = ++s->counter;
	s->on[b] = true;
	vec_push(&s->stack, b);
	vec_push(&s->walk, ((struct walk){ b, 0 }));
}

static void find_loops(struct cfg *c, struct arena *a)
{
	unsigned int total = (unsigned int)c->f->blocks.n;
	struct scc s = { .c = c,
			 .index = arena_array(a, unsigned int, total),
			 .low = arena_array(a, unsigned int, total),
			 .on = arena_array(a, bool, total) };

	scc_enter(&s, 0);
	while (s.walk.n) {
		struct walk *w = &vec_last(&s.walk);
		unsigned int b = w->block;
		const struct ir_node *n = last(c->f, b);

		if (w->next < n->ntargets) {
			unsigned int t = n->block[w->next++];

			if (!s.index[t])
				scc_enter(&s, t);
			else if (s.on[t] && s.index[t] < s.low[b])
				s.low[b] = s.index[t];
			continue;
		}
		s.walk.n--;
		if (s.low[b] == s.index[b])
			scc_pop(&s, b);
		if (s.walk.n && s.low[b] < s.low[vec_last(&s.walk).block])
			s.low[vec_last(&s.walk).block] = s.low[b];
	}
	vec_release(&s.stack);
	vec_release(&s.walk);
}

unsigned int cfg_var(const struct cfg *c, const struct ir_var *v)
{
	(void)c;
	return v->number;
}

static void use_place(const struct cfg *c, const struct ir_place *p, uint64_t *live)
{
	bit_set(live, cfg_var(c, p->var));
	for (unsigned int i = 0; i < p->n; i++)
		if (p->proj[i].kind == IR_ELEM && p->proj[i].index.kind == IR_PLACE)
			use_place(c, p->proj[i].index.place, live);
}

/* One node backwards: what it assigns dies, what it reads lives. */
static void live_node(const struct cfg *c, const struct ir_node *n, uint64_t *live)
{
	if (n->dst && !n->dst->n) {
		unsigned int v = cfg_var(c, n->dst->var);

		live[v / 64] &= ~(1ull << (v % 64));
	} else if (n->dst) {
		use_place(c, n->dst, live);
	}
	if (n->target)
		use_place(c, n->target, live);
	for (unsigned int i = 0; i < n->nargs; i++)
		if (n->args[i].kind == IR_PLACE || n->args[i].kind == IR_ADDR)
			use_place(c, n->args[i].place, live);
}

static bool live_block(const struct cfg *c, unsigned int b, uint64_t *tmp)
{
	const struct ir_block *blk = c->f->blocks.v[b];
	const struct ir_node *t = last(c->f, b);
	bool changed = false;

	memset(tmp, 0, c->words * sizeof(*tmp));
	for (unsigned int i = 0; i < t->ntargets; i++)
		for (unsigned int w = 0; w < c->words; w++)
			tmp[w] |= c->live[t->block[i]][w];
	for (size_t i = blk->nodes.n; i-- > 0;)
		live_node(c, blk->nodes.v[i], tmp);
	for (unsigned int w = 0; w < c->words; w++) {
		/* a variable whose address is taken may be read behind any call */
		tmp[w] |= c->addressed[w];
		changed |= (tmp[w] | c->live[b][w]) != c->live[b][w];
		c->live[b][w] |= tmp[w];
	}
	return changed;
}

static void find_live(struct cfg *c, struct arena *a)
{
	uint64_t *tmp = arena_array(a, uint64_t, c->words);
	bool again = true;

	while (again) {
		again = false;
		for (unsigned int i = c->n; i-- > 0;)
			again |= live_block(c, c->order[i], tmp);
	}
}

static void note_node(struct cfg *c, const struct ir_node *n, int loop)
{
	for (unsigned int i = 0; i < n->nargs; i++)
		if (n->args[i].kind == IR_ADDR && !(n->args[i].place->n &&
						    n->args[i].place->proj[0].kind == IR_DEREF))
			bit_set(c->addressed, cfg_var(c, n->args[i].place->var));
	if (loop < 0)
		return;
	if (n->kind == IR_RELEASE)
		c->releases[loop] = true;
	if (n->kind == IR_STORE)
		c->stores[loop] = true;
	if (n->dst && !n->dst->n)
		bit_set(c->assigned[loop], cfg_var(c, n->dst->var));
}

struct cfg *cfg_make(struct arena *a, const struct ir_func *f)
{
	struct cfg *c = arena_new(a, struct cfg);
	unsigned int total = (unsigned int)f->blocks.n;

	c->f = f;
	c->order = arena_array(a, unsigned int, total);
	c->pos = arena_array(a, unsigned int, total);
	c->loop = arena_array(a, int, total);
	c->nvars = (unsigned int)f->vars.n;
	c->words = c->nvars / 64 + 1;
	for (unsigned int i = 0; i < c->nvars; i++)
		f->vars.v[i]->number = i;
	memset(c->loop, 0xff, total * sizeof(*c->loop));
	order_blocks(c, a);
	find_loops(c, a);
	c->live = arena_array(a, uint64_t *, total);
	for (unsigned int b = 0; b < total; b++)
		c->live[b] = arena_array(a, uint64_t, c->words);
	c->addressed = arena_array(a, uint64_t, c->words);
	c->releases = arena_array(a, bool, (size_t)c->nloops + 1);
	c->stores = arena_array(a, bool, (size_t)c->nloops + 1);
	c->assigned = arena_array(a, uint64_t *, (size_t)c->nloops + 1);
	for (int i = 0; i < c->nloops; i++)
		c->assigned[i] = arena_array(a, uint64_t, c->words);
	for (unsigned int i = 0; i < c->n; i++) {
		const struct ir_block *blk = f->blocks.v[c->order[i]];

		for (size_t k = 0; k < blk->nodes.n; k++)
			note_node(c, blk->nodes.v[k], c->loop[c->order[i]]);
	}
	find_live(c, a);
	return c;
}

bool cfg_is_back(const struct cfg *c, unsigned int from, unsigned int to)
{
	return c->loop[from] >= 0 && c->loop[from] == c->loop[to] && c->pos[to] <= c->pos[from];
}

int cfg_leaves(const struct cfg *c, unsigned int from, unsigned int to)
{
	return c->loop[from] >= 0 && c->loop[from] != c->loop[to] ? c->loop[from] : -1;
}
