/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields in which the answer to a question about a reference is kept.  Layer 2 (ir, api). */
#ifndef SOLVE_QUERY_H
#define SOLVE_QUERY_H

#include "ir/ir.h"

/**
 * struct answers - fields, strings interned
 */
struct answers {
	VEC(struct ir_proj) fields;
};

/* answers_collect() - add every field of the unit that the result of an API_QUERY is stored in */
void answers_collect(struct answers *a, const struct ir_unit *u);
bool answers_has(const struct answers *a, const char *record, const char *field);
void answers_release(struct answers *a);

#endif
