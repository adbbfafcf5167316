/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of a tree name a get/pin/unpin function.  Layer 4 (api, base). */
#ifndef PLAN_SEARCH_H
#define PLAN_SEARCH_H

#include "base/arena.h"
#include "solve/finding.h"

/**
 * search_tree() - the candidates: .c and .h files that hold such a name as a word
 * @root: the tree
 * @state: state folder; search.key in it lets the next search read changed files only
 * @a: owns the paths
 * @out: gets paths relative to @root, sorted
 *
 * Left out are tools/, Documentation/ and scripts/ (no kernel code), hidden folders and
 * generated headers.  A name in a comment makes a file a candidate too: that is harmless.
 *
 * Return: 0, or -1 with the message printed.
 */
int search_tree(const char *root, const char *state, struct arena *a, strings_vec *out);

#endif
