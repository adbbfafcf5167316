/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shape of a function's graph: order, loops, live variables.  Computed once per
 * function, kept outside the IR.  Layer 2 (ir).
 */
#ifndef SOLVE_CFG_H
#define SOLVE_CFG_H

#include "ir/ir.h"

/**
 * struct cfg - facts about one function's graph, owned by the arena given to cfg_make()
 * @f: the function
 * @order: block numbers in reverse post-order, @n of them
 * @pos: block number -> place in @order
 * @nloops: number of loop heads (targets of edges that go back in @order)
 * @head: loop -> its head
 * @body: loop -> bit set over blocks: the natural loop of its head
 * @used: loop -> bit set: variables that it names
 * @fields: block number -> names of the fields read from its start on, NULL-terminated
 * @live: block number -> bit set over variable numbers: live at its start
 * @assigned: loop -> bit set: variables assigned inside
 * @stores: loop -> something is stored to memory inside
 * @stored: loop -> the names of the fields that are stored to inside, NULL-terminated; NULL if
 *          something else is, or too many
 * @nvars, @words: size of the bit sets
 * @addressed: bit set: variables whose address is taken
 */
struct cfg {
	const struct ir_func *f;
	unsigned int n;
	unsigned int *order, *pos;
	unsigned int nloops, *head;
	uint64_t **body;
	bool *stores;
	const char ***fields, ***stored;
	uint64_t **live, **assigned, **used, *addressed;
	unsigned int nvars, words;
};

struct cfg *cfg_make(struct arena *a, const struct ir_func *f);
/* cfg_var() - number of a variable of the function */
unsigned int cfg_var(const struct cfg *c, const struct ir_var *v);
/* cfg_owns() - the variable is one of this function: its number means something */
static inline bool cfg_owns(const struct cfg *c, const struct ir_var *v)
{
	return v->number < c->f->vars.n && c->f->vars.v[v->number] == v;
}
/* cfg_back() - the loop that the edge closes, -1 if none */
int cfg_back(const struct cfg *c, unsigned int from, unsigned int to);
/* cfg_leaves() - the edge leaves loop number @loop */
bool cfg_leaves(const struct cfg *c, unsigned int loop, unsigned int from, unsigned int to);

/* cfg_skips_release() - `if (...) release;`: from @other the way leads over a release to @taken */
bool cfg_skips_release(const struct cfg *c, unsigned int other, unsigned int taken);
/* cfg_enters() - there is an edge */
bool cfg_enters(const struct cfg *c, unsigned int from, unsigned int to);

static inline bool bit_test(const uint64_t *set, unsigned int i)
{
	return set[i / 64] >> (i % 64) & 1;
}
/* cfg_in_loop() - the block is part of a loop: it may run never or often */
static inline bool cfg_in_loop(const struct cfg *c, unsigned int block)
{
	for (unsigned int i = 0; i < c->nloops; i++)
		if (bit_test(c->body[i], block))
			return true;
	return false;
}
static inline void bit_set(uint64_t *set, unsigned int i)
{
	set[i / 64] |= 1ull << (i % 64);
}

#endif
