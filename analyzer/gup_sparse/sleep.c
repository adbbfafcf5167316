// SPDX-License-Identifier: GPL-2.0-or-later
#include "gup_sparse/sleep.h"

#include <uthash.h>

#include "api/api.h"
#include "base/arena.h"

/* A function of the unit, or one that it calls. */
struct item {
	const struct ir_func *f;
	VEC(struct item *) callees;
	bool sleeps, locks; /* it, or what it calls */
	UT_hash_handle hh;
};

struct items {
	struct program *p;
	struct arena mem;
	struct item *table;
	VEC(struct item *) list;
};

static void look_at_node(struct item *x, const struct ir_node *n)
{
	const struct api_row *row = n->callee ? api_find(n->callee) : NULL;

	if (!row)
		return;
	x->sleeps |= row->sleeps != SLEEP_NO;
	x->locks |= row->role == API_LOCK;
}

static struct item *get(struct items *all, const struct ir_func *f)
{
	struct item *x;

	HASH_FIND_PTR(all->table, &f, x);
	if (x)
		return x;
	x = arena_new(&all->mem, struct item);
	x->f = f;
	HASH_ADD_PTR(all->table, f, x);
	vec_push(&all->list, x);
	return x;
}

static void look_at(struct items *all, struct item *x)
{
	for (size_t b = 0; b < x->f->blocks.n; b++)
		for (size_t i = 0; i < x->f->blocks.v[b]->nodes.n; i++) {
			const struct ir_node *n = x->f->blocks.v[b]->nodes.v[i];
			const struct ir_func *g = NULL;

			look_at_node(x, n);
			if (ir_is_call(n) && n->callee)
				g = program_find(all->p, x->f->unit, n->callee);
			if (g)
				vec_push(&x->callees, get(all, g));
		}
}

/* What a function that is called does, its caller does. */
static void spread(struct items *all)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < all->list.n; i++) {
			struct item *x = all->list.v[i];
			bool sleeps = x->sleeps, locks = x->locks;

			for (size_t k = 0; k < x->callees.n; k++) {
				x->sleeps |= x->callees.v[k]->sleeps;
				x->locks |= x->callees.v[k]->locks;
			}
			more |= x->sleeps != sleeps || x->locks != locks;
		}
	}
}

void sleep_solve(struct program *p, const struct ir_unit *u)
{
	struct items all = { .p = p };

	for (size_t i = 0; i < u->funcs.n; i++)
		get(&all, u->funcs.v[i]);
	/* looking at one may add more */
	for (size_t i = 0; i < all.list.n; i++)
		look_at(&all, all.list.v[i]);
	spread(&all);
	for (size_t i = 0; i < all.list.n; i++) {
		const struct item *x = all.list.v[i];
		bool may = x->sleeps && (x->locks || program_context(p, x->f));

		if (may && x->f->unit == u && !x->f->errors)
			program_solved(p, x->f);
	}
	for (size_t i = 0; i < all.list.n; i++)
		vec_release(&all.list.v[i]->callees);
	vec_release(&all.list);
	HASH_CLEAR(hh, all.table);
	arena_release(&all.mem);
}
