/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that implement state.h share.  Layer 2. */
#ifndef SOLVE_STATE_IMPL_H
#define SOLVE_STATE_IMPL_H

#include "solve/state.h"

void *state_copy_array(struct arena *a, const void *p, unsigned int n, unsigned int cap,
		       size_t size);
/* Index of the cell or range of that address or value, or where it belongs. */
unsigned int state_cell_find(const struct state *s, val_t addr);
unsigned int state_range_find(const struct state *s, val_t v);

/* Make room for one more element of one of the arrays. */
#define STATE_GROW(s, arr, n, cap)                                                        \
	do {                                                                              \
		if ((s)->n == (s)->cap) {                                                 \
			(s)->cap = (s)->cap ? (s)->cap * 2 : 8;                           \
			(s)->arr = state_copy_array((s)->mem, (s)->arr, (s)->n, (s)->cap, \
						    sizeof(*(s)->arr));                   \
		}                                                                         \
	} while (0)

#endif
