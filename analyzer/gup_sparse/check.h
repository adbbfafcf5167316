/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Solve one unit and write what is found as a compiler does.  Layer 6. */
#ifndef GUP_SPARSE_CHECK_H
#define GUP_SPARSE_CHECK_H

#include <stdio.h>

#include "gup_sparse/options.h"
#include "ir/ir.h"

/**
 * gup_check() - findings of one unit
 * @o: the options
 * @tree: root of the source tree
 * @file: the unit as sparse was told its name; paths are written in the same way
 * @u: the unit
 * @out: gets the warnings
 *
 * Return: 0, or -1 with one line printed
 */
int gup_check(const struct gup_options *o, const char *tree, const char *file, struct ir_unit *u,
	      FILE *out);

#endif
