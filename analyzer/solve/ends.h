/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the paths of an acquire end, sorted into classes with one example each: for people, no
 * verdict hangs on it.  Private to the solver.
 */
#ifndef SOLVE_ENDS_H
#define SOLVE_ENDS_H

#include "solve/solver.h"

/* ends_note() - the path @s ends @end for @h, by the doing of @n; @n may be NULL */
void ends_note(struct solver *sv, const struct state *s, const struct held *h, enum path_end end,
	       const struct ir_node *n);
/* ends_return() - the path reaches the return @n with result @v, 0 for none */
void ends_return(struct solver *sv, const struct state *s, const struct ir_node *n, val_t v);
/* ends_add() - add a class to @all, or keep the shorter example of the two */
void ends_add(site_end_vec *all, const struct site_end *e);

#endif
