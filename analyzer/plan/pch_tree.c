// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/pch_tree.h"

#include <string.h>

#include "base/str.h"

/* What it costs to precompile text, in units of reading it; and what comes on top, in characters:
 * a process, what clang reads back of a precompiled header in each unit.  Units read the rest of
 * their headers without most bodies, so a process is worth many characters. */
#define COST_TENTHS 16
#define COST_FIXED 600000.0
/* Precompiled headers that start from each other. */
#define DEPTH 4u

void pch_tree_init(struct pch_tree *t)
{
	*t = (struct pch_tree){ 0 };
	headers_init(&t->headers);
}

static void node_release(struct pch_node *n)
{
	struct pch_node *const *k;

	vec_each (k, &n->below)
		node_release(*k);
	vec_release(&n->below);
	vec_release(&n->units);
	free(n->set);
	free(n);
}

void pch_tree_release(struct pch_tree *t)
{
	struct pch_node *const *k;
	struct pch_unit *u;
	struct pch_ready *r;

	vec_each (k, &t->top)
		node_release(*k);
	vec_each (u, &t->all) {
		vec_release(&u->walk);
		vec_release(&u->via);
		free(u->has);
	}
	vec_each (r, &t->given)
		vec_release(&r->walk);
	vec_release(&t->top);
	vec_release(&t->all);
	vec_release(&t->given);
	headers_release(&t->headers);
}

void pch_tree_unit(struct pch_tree *t, const char *path, const strings_vec *more, void *data)
{
	struct pch_unit u = { .data = data };

	headers_walk(&t->headers, path, more, &u.walk, &u.via);
	u.path = path;
	u.more = more;
	vec_push(&t->all, u);
}

void pch_tree_ready(struct pch_tree *t, const char *list, void *ready, void *parent)
{
	static const strings_vec none = { 0 };
	struct pch_ready r = { .ready = ready, .parent = parent };

	headers_walk(&t->headers, list, &none, &r.walk, NULL);
	vec_push(&t->given, r);
}

/* ------------------------------------------------------------------ sets */

static uint64_t *set_new(const struct pch_tree *t, const uint64_t *from)
{
	uint64_t *s = calloc(t->words + 1, sizeof(*s));

	if (!s)
		die("out of memory");
	if (from)
		memcpy(s, from, t->words * sizeof(*s));
	return s;
}

static bool set_has(const uint64_t *s, size_t i)
{
	return s[i / 64] >> (i % 64) & 1;
}

static void set_add(uint64_t *s, size_t i)
{
	s[i / 64] |= (uint64_t)1 << (i % 64);
}

static bool set_within(const struct pch_tree *t, const uint64_t *a, const uint64_t *b)
{
	for (size_t i = 0; i < t->words; i++)
		if (a[i] & ~b[i])
			return false;
	return true;
}

/* Characters of @a that are not in @b, which may be NULL. */
static double set_size(const struct pch_tree *t, const uint64_t *a, const uint64_t *b)
{
	double size = 0;

	for (size_t i = 0; i < t->words; i++) {
		uint64_t left = b ? a[i] & ~b[i] : a[i];

		for (; left; left &= left - 1)
			size += (double)t->headers.all.v[i * 64 + (size_t)__builtin_ctzll(left)]
					->size;
	}
	return size;
}

/* Headers of a driver's own folder have no name that all units find them by. */
static uint64_t *set_of(struct pch_tree *t, const header_list *walk)
{
	uint64_t *s = set_new(t, NULL);
	struct header *const *f;

	vec_each (f, walk)
		if (str_ends((*f)->path, ".h"))
			set_add(s, (*f)->id);
	return s;
}

static uint64_t *set_common(const struct pch_tree *t)
{
	uint64_t *s = set_new(t, NULL);
	struct header *const *f;
	const char *const *d;

	vec_each (f, &t->headers.all)
		vec_each (d, &t->headers.dirs)
			if (!strncmp((*f)->path, *d, strlen(*d)))
				set_add(s, (*f)->id);
	return s;
}

/* ------------------------------------------------------------------ growing */

static struct pch_node *node_new(struct pch_tree *t, struct pch_node *above, const uint64_t *set)
{
	struct pch_node *n = calloc(1, sizeof(*n));

	if (!n)
		die("out of memory");
	n->set = set_new(t, set);
	n->above = above;
	n->depth = above ? above->depth + 1 : 1;
	if (above)
		vec_push(&above->below, n);
	else
		vec_push(&t->top, n);
	return n;
}

struct choice {
	double gain;
	pch_members units;
	uint64_t *set;
};

/* The units of @among that read header @h, and all that these have in common. */
static void try_header(struct pch_tree *t, const pch_members *among, const uint64_t *above,
		       size_t h, struct choice *c)
{
	c->units.n = 0;
	for (size_t i = 0; i < among->n; i++) {
		const uint64_t *has = t->all.v[among->v[i]].has;

		if (!set_has(has, h))
			continue;
		if (!c->units.n)
			memcpy(c->set, has, t->words * sizeof(*has));
		for (size_t w = 0; w < t->words; w++)
			c->set[w] &= has[w];
		vec_push(&c->units, among->v[i]);
	}
	c->gain = -1;
	if (c->units.n > 1)
		c->gain = set_size(t, c->set, above) * ((double)c->units.n - COST_TENTHS / 10.0) -
			  COST_FIXED;
}

/* Return: whether there is one that pays; headers that the same units read are tried once */
static bool choose(struct pch_tree *t, const pch_members *among, const uint64_t *above,
		   struct choice *best)
{
	struct choice c = { .set = set_new(t, NULL) }, old;
	uint64_t *tried = set_new(t, above);

	best->gain = 0;
	for (size_t i = 0; i < among->n; i++) {
		const uint64_t *has = t->all.v[among->v[i]].has;

		for (size_t h = 0; h < t->words * 64; h++) {
			if (!set_has(has, h) || set_has(tried, h))
				continue;
			try_header(t, among, above, h, &c);
			set_add(tried, h);
			for (size_t w = 0; c.units.n == among->n && w < t->words; w++)
				tried[w] |= c.set[w];
			if (c.gain <= best->gain)
				continue;
			old = *best;
			*best = c;
			c = old;
		}
	}
	vec_release(&c.units);
	free(c.set);
	free(tried);
	return best->gain > 0;
}

/* Take @gone out of @units; both are in order. */
static void take_away(pch_members *units, const pch_members *gone)
{
	size_t kept = 0, g = 0;

	for (size_t i = 0; i < units->n; i++) {
		if (g < gone->n && gone->v[g] == units->v[i])
			g++;
		else
			units->v[kept++] = units->v[i];
	}
	units->n = kept;
}

/* Find sets for @units, which read all of @above; those that remain stay there. */
static void grow(struct pch_tree *t, struct pch_node *above, pch_members *units)
{
	uint64_t *none = set_new(t, NULL);
	struct choice c = { .set = set_new(t, NULL) };

	while ((!above || above->depth < DEPTH) &&
	       choose(t, units, above ? above->set : none, &c)) {
		struct pch_node *n = node_new(t, above, c.set);

		take_away(units, &c.units);
		grow(t, n, &c.units);
	}
	for (size_t i = 0; above && i < units->n; i++)
		vec_push(&above->units, units->v[i]);
	vec_release(&c.units);
	free(c.set);
	free(none);
}

/* The largest of the sets that exist already and that the unit reads all of. */
static struct pch_node *fitting(struct pch_tree *t, const struct pch_unit *u)
{
	struct pch_node *best = NULL;
	const struct pch_ready *r;
	double size = 0;

	vec_each (r, &t->given) {
		if (!set_within(t, r->node->set, u->has) || set_size(t, r->node->set, NULL) <= size)
			continue;
		best = r->node;
		size = set_size(t, best->set, NULL);
	}
	return best;
}

static void place_given(struct pch_tree *t)
{
	struct pch_ready *r, *p;

	vec_each (r, &t->given) {
		struct pch_node *above = NULL;
		uint64_t *set = set_of(t, &r->walk);

		vec_each (p, &t->given)
			if (p->ready == r->parent)
				above = p->node;
		for (size_t w = 0; above && w < t->words; w++)
			set[w] |= above->set[w];
		r->node = node_new(t, above, set);
		r->node->ready = r->ready;
		free(set);
	}
}

void pch_tree_grow(struct pch_tree *t)
{
	struct pch_node *at = NULL;
	struct pch_ready *r;
	struct pch_unit *u;
	uint64_t *common;

	t->words = (t->headers.all.n + 63) / 64;
	common = set_common(t);
	vec_each (u, &t->all) {
		u->has = set_of(t, &u->walk);
		for (size_t w = 0; w < t->words; w++)
			u->has[w] &= common[w];
	}
	free(common);
	place_given(t);
	for (size_t g = 0; g <= t->given.n; g++) {
		pch_members units = { 0 };

		r = g < t->given.n ? &t->given.v[g] : NULL;
		at = r ? r->node : NULL;
		for (size_t i = 0; i < t->all.n; i++)
			if (fitting(t, &t->all.v[i]) == at)
				vec_push(&units, i);
		grow(t, at, &units);
		vec_release(&units);
	}
}

/* ------------------------------------------------------------------ lines */

static const struct pch_node *first_leaf(const struct pch_node *n)
{
	while (!n->units.n && n->below.n)
		n = n->below.v[0];
	return n;
}

void pch_tree_roots(struct pch_tree *t, const struct pch_node *n, struct buf *b)
{
	const struct pch_node *leaf = first_leaf(n);
	const struct pch_unit *u;

	if (!leaf->units.n)
		return;
	u = &t->all.v[leaf->units.v[0]];
	/* in the order in which one of the units comes to them */
	for (size_t i = 0; i < u->walk.n; i++) {
		const struct header *f = u->walk.v[i];
		const char *name;

		if (!set_has(n->set, f->id) || (n->above && set_has(n->above->set, f->id)) ||
		    set_has(n->set, u->via.v[i]->id))
			continue;
		name = headers_spelling(&t->headers, f);
		if (name)
			buf_addf(b, "#include <%s>\n", name);
	}
}
