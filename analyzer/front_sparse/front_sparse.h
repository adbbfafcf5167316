/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sparse frontend: what libsparse has parsed becomes one unit of the IR.
 * Only this folder includes libsparse.  Layer 3 (lower, api).
 */
#ifndef FRONT_SPARSE_FRONT_SPARSE_H
#define FRONT_SPARSE_FRONT_SPARSE_H

#include "ir/ir.h"

struct symbol_list;
struct sparse_reach;

/**
 * struct sparse_opts - what to lower and how
 * @tree: root of the source tree; paths in the result are relative to it
 * @file: the unit as sparse was told its name
 * @failed: sparse met errors while it parsed
 * @reach: lower only what has to do with pages that the unit takes; NULL: all
 */
struct sparse_opts {
	const char *tree, *file;
	bool failed;
	struct sparse_reach *reach;
};

/* sparse_front_init() - hear of attributes that sparse drops; after sparse_initialize(), once.
 * What sparse itself does and says is not changed. */
void sparse_front_init(void);

/**
 * sparse_reach() - what a unit that was parsed and not evaluated has to do with user pages
 * @list: what sparse parsed; left as it is
 * @taken: pages that the unit takes; else also those that it drops or dirties
 *
 * Return: what sparse_opts wants to know, or NULL if there are none
 */
struct sparse_reach *sparse_reach(struct symbol_list *list, bool taken);
void sparse_reach_free(struct sparse_reach *r);

/**
 * sparse_unit() - lower a unit
 * @o: see above
 * @list: what sparse parsed and did not evaluate yet
 *
 * Evaluates the unit, and inline functions that sparse leaves alone, so that the process cannot be
 * used for sparse's own work afterwards.
 *
 * Return: a unit that passed ir_verify(); the caller frees it.  NULL with one line printed if the
 * result broke an invariant, which is a fault of this program.
 */
struct ir_unit *sparse_unit(const struct sparse_opts *o, struct symbol_list *list);

#endif
