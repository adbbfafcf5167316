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

/* Everything that reaches @from without passing the head joins the loop's body. */
static void grow_body(struct cfg *c, unsigned int loop, unsigned int from, unsigned int **preds,
		      const unsigned int *npreds)
{
	VEC(unsigned int) stack = { 0 };

	vec_push(&stack, from);
	while (stack.n) {
		unsigned int b = vec_pop(&stack);

		if (bit_test(c->body[loop], b))
			continue;
		bit_set(c->body[loop], b);
		for (unsigned int i = 0; i < npreds[b]; i++)
			vec_push(&stack, preds[b][i]);
	}
	vec_release(&stack);
}

static unsigned int loop_of(struct cfg *c, struct arena *a, unsigned int head)
{
	for (unsigned int i = 0; i < c->nloops; i++)
		if (c->head[i] == head)
			return i;
	c->head[c->nloops] = head;
	c->body[c->nloops] = arena_array(a, uint64_t, c->f->blocks.n / 64 + 1);
	bit_set(c->body[c->nloops], head);
	return c->nloops++;
}

static void find_preds(const struct cfg *c, struct arena *a, unsigned int **preds,
		       unsigned int *npreds)
{
	for (int fill = 0; fill < 2; fill++) {
		if (fill)
			for (size_t b = 0; b < c->f->blocks.n; b++) {
				preds[b] = arena_array(a, unsigned int, npreds[b] + 1);
				npreds[b] = 0;
			}
		for (unsigned int i = 0; i < c->n; i++) {
			const struct ir_node *n = last(c->f, c->order[i]);

			for (unsigned int k = 0; k < n->ntargets; k++) {
				unsigned int t = n->block[k];

				if (fill)
					preds[t][npreds[t]] = c->order[i];
				npreds[t]++;
			}
		}
	}
}

static void find_loops(struct cfg *c, struct arena *a)
{
	size_t total = c->f->blocks.n;
	unsigned int **preds = arena_array(a, unsigned int *, total);
	unsigned int *npreds = arena_array(a, unsigned int, total);

	c->head = arena_array(a, unsigned int, total);
	c->body = arena_array(a, uint64_t *, total);
	find_preds(c, a, preds, npreds);
	for (unsigned int i = 0; i < c->n; i++) {
		unsigned int b = c->order[i];
		const struct ir_node *n = last(c->f, b);

		for (unsigned int k = 0; k < n->ntargets; k++)
			if (c->pos[n->block[k]] <= i)
				grow_body(c, loop_of(c, a, n->block[k]), b, preds, npreds);
	}
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

static void note_args(struct cfg *c, const struct ir_node *n)
{
	for (unsigned int i = 0; i < n->nargs; i++)
		if (n->args[i].kind == IR_ADDR &&
		    !(n->args[i].place->n && n->args[i].place->proj[0].kind == IR_DEREF))
			bit_set(c->addressed, cfg_var(c, n->args[i].place->var));
}

#define MAX_STORED 15u

/* A field of that name is stored to, or what has none. */
static void note_store(struct cfg *c, const struct ir_place *p, unsigned int loop)
{
	const char **names = c->stored[loop], *name = NULL;
	unsigned int k = 0;

	for (unsigned int i = p->n; i-- > 0 && p->proj[i].kind != IR_DEREF;)
		if (p->proj[i].kind == IR_FIELD) {
			name = p->proj[i].field;
			break;
		}
	c->stores[loop] = true;
	if (!names)
		return;
	while (k < MAX_STORED && names[k] && (!name || strcmp(names[k], name)))
		k++;
	if (!name || k == MAX_STORED)
		c->stored[loop] = NULL;
	else
		names[k] = name;
}

static void note_loop(struct cfg *c, const struct ir_node *n, unsigned int loop)
{
	uint64_t *used = c->used[loop];

	if (n->kind == IR_STORE)
		note_store(c, n->dst, loop);
	/* what a called function stores is not told by names */
	if (n->kind == IR_CALL || n->kind == IR_ESCAPE || n->kind == IR_UNKNOWN)
		c->stored[loop] = NULL;
	if (n->dst && !n->dst->n)
		bit_set(c->assigned[loop], cfg_var(c, n->dst->var));
	if (n->dst)
		use_place(c, n->dst, used);
	for (unsigned int i = 0; i < n->nargs; i++)
		if (n->args[i].kind == IR_PLACE || n->args[i].kind == IR_ADDR)
			use_place(c, n->args[i].place, used);
}

/* Sets of field names as bits over @names, united backwards over the graph. */
struct fields {
	VEC(const char *) names;
	uint64_t **sets;
	unsigned int words;
};

static void field_add(struct fields *x, const char *name, uint64_t *set)
{
	unsigned int i;

	for (i = 0; i < x->names.n && x->names.v[i] != name; i++)
		;
	if (i == x->names.n)
		vec_push(&x->names, name);
	if (set)
		bit_set(set, i);
}

static void field_place(struct fields *x, const struct ir_place *p, uint64_t *set)
{
	for (unsigned int i = 0; p && i < p->n; i++)
		if (p->proj[i].kind == IR_FIELD)
			field_add(x, p->proj[i].field, set);
}

static void field_block(struct fields *x, const struct ir_block *b, uint64_t *set)
{
	for (size_t i = 0; i < b->nodes.n; i++) {
		const struct ir_node *n = b->nodes.v[i];

		field_place(x, n->dst, set);
		field_place(x, n->target, set);
		for (unsigned int k = 0; k < n->nargs; k++)
			if (n->args[k].kind == IR_PLACE || n->args[k].kind == IR_ADDR)
				field_place(x, n->args[k].place, set);
	}
}

static bool field_unite(const struct cfg *c, const struct fields *x, unsigned int b)
{
	const struct ir_node *t = last(c->f, b);
	bool changed = false;

	for (unsigned int i = 0; i < t->ntargets; i++)
		for (unsigned int w = 0; w < x->words; w++) {
			uint64_t now = x->sets[b][w] | x->sets[t->block[i]][w];

			changed |= now != x->sets[b][w];
			x->sets[b][w] = now;
		}
	return changed;
}

static void find_fields(struct cfg *c, struct arena *a)
{
	size_t total = c->f->blocks.n;
	struct fields x = { 0 };
	bool again = true;

	for (size_t b = 0; b < total; b++)
		field_block(&x, c->f->blocks.v[b], NULL);
	x.words = (unsigned int)x.names.n / 64 + 1;
	x.sets = arena_array(a, uint64_t *, total);
	for (size_t b = 0; b < total; b++) {
		x.sets[b] = arena_array(a, uint64_t, x.words);
		field_block(&x, c->f->blocks.v[b], x.sets[b]);
	}
	while (again) {
		again = false;
		for (unsigned int i = c->n; i-- > 0;)
			again |= field_unite(c, &x, c->order[i]);
	}
	c->fields = arena_array(a, const char **, total);
	for (size_t b = 0; b < total; b++) {
		unsigned int n = 0;

		c->fields[b] = arena_array(a, const char *, x.names.n + 1);
		for (unsigned int i = 0; i < x.names.n; i++)
			if (bit_test(x.sets[b], i))
				c->fields[b][n++] = x.names.v[i];
	}
	vec_release(&x.names);
}

static void note_nodes(struct cfg *c, struct arena *a)
{
	c->addressed = arena_array(a, uint64_t, c->words);
	c->stores = arena_array(a, bool, c->nloops + 1);
	c->stored = arena_array(a, const char **, c->nloops + 1);
	c->assigned = arena_array(a, uint64_t *, c->nloops + 1);
	c->used = arena_array(a, uint64_t *, c->nloops + 1);
	for (unsigned int i = 0; i < c->nloops; i++) {
		c->assigned[i] = arena_array(a, uint64_t, c->words);
		c->used[i] = arena_array(a, uint64_t, c->words);
		c->stored[i] = arena_array(a, const char *, MAX_STORED + 1);
	}
	for (unsigned int i = 0; i < c->n; i++) {
		const struct ir_block *blk = c->f->blocks.v[c->order[i]];

		for (size_t k = 0; k < blk->nodes.n; k++) {
			note_args(c, blk->nodes.v[k]);
			for (unsigned int l = 0; l < c->nloops; l++)
				if (bit_test(c->body[l], c->order[i]))
					note_loop(c, blk->nodes.v[k], l);
		}
	}
}

struct cfg *cfg_make(struct arena *a, const struct ir_func *f)
{
	struct cfg *c = arena_new(a, struct cfg);
	unsigned int total = (unsigned int)f->blocks.n;

	c->f = f;
	c->order = arena_array(a, unsigned int, total);
	c->pos = arena_array(a, unsigned int, total);
	c->nvars = (unsigned int)f->vars.n;
	c->words = c->nvars / 64 + 1;
	for (unsigned int i = 0; i < c->nvars; i++)
		f->vars.v[i]->number = i;
	order_blocks(c, a);
	find_loops(c, a);
	note_nodes(c, a);
	c->live = arena_array(a, uint64_t *, total);
	for (unsigned int b = 0; b < total; b++)
		c->live[b] = arena_array(a, uint64_t, c->words);
	find_live(c, a);
	find_fields(c, a);
	return c;
}

int cfg_back(const struct cfg *c, unsigned int from, unsigned int to)
{
	for (unsigned int i = 0; i < c->nloops; i++)
		if (c->head[i] == to && c->pos[to] <= c->pos[from])
			return (int)i;
	return -1;
}

bool cfg_leaves(const struct cfg *c, unsigned int loop, unsigned int from, unsigned int to)
{
	return bit_test(c->body[loop], from) && !bit_test(c->body[loop], to);
}

bool cfg_enters(const struct cfg *c, unsigned int from, unsigned int to)
{
	const struct ir_node *n = last(c->f, from);

	for (unsigned int i = 0; i < n->ntargets; i++)
		if (n->block[i] == to)
			return true;
	return false;
}

static bool has_release(const struct ir_block *b)
{
	for (size_t i = 0; i < b->nodes.n; i++)
		if (b->nodes.v[i]->kind == IR_RELEASE)
			return true;
	return false;
}

bool cfg_skips_release(const struct cfg *c, unsigned int other, unsigned int taken)
{
	uint64_t *seen = calloc(c->f->blocks.n / 64 + 1, sizeof(*seen));
	bool release = false, meets = false;
	VEC(unsigned int) stack = { 0 };

	if (!seen)
		die("out of memory");
	vec_push(&stack, other);
	while (stack.n) {
		unsigned int b = vec_pop(&stack);
		const struct ir_node *n = last(c->f, b);

		meets |= b == taken;
		if (b == taken || bit_test(seen, b))
			continue;
		bit_set(seen, b);
		release |= has_release(c->f->blocks.v[b]);
		for (unsigned int i = 0; i < n->ntargets; i++)
			vec_push(&stack, n->block[i]);
	}
	vec_release(&stack);
	free(seen);
	return release && meets;
}
