/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of single pages, whoever took them, by the value that leads to them; who
 * writes their data.  Marks live in the memory of a path, as cells of arrays that no program
 * names, and are forgotten when the value means another page: in a further round of a loop,
 * or when the call that made it runs again.  Layer 2 (ir, api).
 */
#ifndef SOLVE_PAGES_H
#define SOLVE_PAGES_H

#include "solve/solver.h"

enum page_mark {
	PAGE_LOCKED, /* the lock of the page is held */
	PAGE_DIRTIED, /* marked dirty by a call that locks it, or without lock; the node did */
	PAGE_MAPPED, /* of an address: the page that it maps */
};

bool pages_locked(const struct state *s, val_t page);
/* pages_dropped() - the page was dropped for certain by this release, NULL if it was not */
const struct drop *pages_dropped(const struct state *s, val_t page);
/* pages_dirtied() - the @i-th node, from 0, that marked @v dirty or, if @v is an array, an
 * element of it; NULL behind the last */
const struct ir_node *pages_dirtied(const struct state *s, val_t v, unsigned int i);

/* For the parts of the solver that handle memory.
 * pages_is_mark() - a mark lies at @addr; pages_is_private() - one that means nothing to a caller
 * pages_forget(), pages_forget_round() - node @n runs again, the loop goes round again */
bool pages_is_mark(const struct state *s, val_t addr);
bool pages_is_private(const struct state *s, val_t addr);
void pages_forget(struct state *s, const struct ir_node *n);
void pages_forget_round(struct state *s, unsigned int head);

/* What happens to pages.
 * pages_taken() - other references may lie at @root now
 * pages_lock_node() - lock_page() and its kin
 * pages_mapped() - the result of @n is an address of @page's data
 * pages_stored() - the CPU writes to @addr, which may be such an address
 * pages_shown() - code that is not followed gets @addr and may write there */
void pages_dirty(struct state *s, const struct effect *e, bool locked);
void pages_taken(struct state *s, val_t root);
void pages_lock_node(struct solver *sv, struct state *s, const struct ir_node *n,
		     const struct api_row *row, state_vec *next);
void pages_mapped(struct state *s, const struct ir_node *n, val_t page);
void pages_stored(struct solver *sv, struct state *s, val_t addr);
void pages_shown(struct solver *sv, struct state *s, val_t addr);

/* effect_dirty() - does it dirty, as far as its argument is known here?
 * effect_written() - what the access does to the data */
enum tri effect_dirty(const struct state *s, const struct effect *e);
enum written effect_written(const struct state *s, const struct effect *e);

#endif
