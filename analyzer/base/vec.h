/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Growable typed arrays: VEC(int) v = { 0 }; vec_push(&v, 3); v.v[0], v.n.
 * The vector owns its storage, not what the elements point to.  Layer 0.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

#define VEC(type)              \
	struct {               \
		type *v;       \
		size_t n, cap; \
	}

/* vec_grow_() - storage for at least one more element; dies when memory is out */
static inline void *vec_grow_(void *p, size_t *cap, size_t size)
{
	*cap = *cap ? *cap * 2 : 8;
	p = realloc(p, *cap * size);
	if (!p)
		die("out of memory (%zu bytes wanted)", *cap * size);
	return p;
}

#define vec_push(vec, x)                                                                \
	do {                                                                            \
		if ((vec)->n == (vec)->cap)                                             \
			(vec)->v = vec_grow_((vec)->v, &(vec)->cap, sizeof(*(vec)->v)); \
		(vec)->v[(vec)->n++] = (x);                                             \
	} while (0)
#define vec_pop(vec) ((vec)->v[--(vec)->n])
#define vec_last(vec) ((vec)->v[(vec)->n - 1])
#define vec_each(it, vec) for ((it) = (vec)->v; (it) < (vec)->v + (vec)->n; (it)++)
/* vec_release() - free the storage; the vector is empty and usable again */
#define vec_release(vec)                   \
	do {                               \
		free((vec)->v);            \
		(vec)->v = NULL;           \
		(vec)->n = (vec)->cap = 0; \
	} while (0)

#endif
