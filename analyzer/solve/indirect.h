/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls through a function pointer in a field of a record, `ops->put(obj)`.  Which function it is
 * nobody knows: pages that such a call gets count as handed on.  What the functions do that the
 * program binds to the field is evidence of what becomes of them.  Layer 2 (ir, api).
 */
#ifndef SOLVE_INDIRECT_H
#define SOLVE_INDIRECT_H

#include "solve/solver.h"

/* indirect_note() - the call @n, through a pointer, gets what is held on the path @s */
void indirect_note(struct solver *sv, struct state *s, const struct ir_node *n);

/* Who may be meant: functions by record and field. */
struct bindings;
struct bindings *bindings_new(struct program *p);
void bindings_free(struct bindings *b);

/**
 * struct indirect_use - what a function that may be meant does to the pages
 * @walk: the walk over the function; positions are those of its unit
 */
struct indirect_use {
	const struct solved *walk;
	const struct effect *e;
};
typedef VEC(struct indirect_use) indirect_uses;
/* indirect_find() - what becomes of the pages that @h hands over; @out is added to */
void indirect_find(struct bindings *b, const struct handed *h, indirect_uses *out);

#endif
