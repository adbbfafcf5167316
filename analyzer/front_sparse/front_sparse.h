/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The sparse frontend: what libsparse has parsed becomes one unit of the IR.
 * Only this folder includes libsparse.  Layer 3 (lower, api).
 */
#ifndef FRONT_SPARSE_FRONT_SPARSE_H
#define FRONT_SPARSE_FRONT_SPARSE_H

#include "ir/ir.h"

struct symbol_list;

/**
 * struct sparse_opts - what to lower and how
 * @tree: root of the source tree; paths in the result are relative to it
 * @file: the unit as sparse was told its name
 * @failed: sparse met errors while it parsed
 */
struct sparse_opts {
	const char *tree, *file;
	bool failed;
};

/* sparse_front_init() - hear of attributes that sparse drops; after sparse_initialize(), once.
 * What sparse itself does and says is not changed. */
void sparse_front_init(void);

/* sparse_wanted() - the unit, just parsed, or a file of its own that it includes, names a function that
 * takes user pages, or, unless @taken, one that drops or dirties them */
bool sparse_wanted(const char *file, bool taken);

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
