/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our part of the work runs in a process of its own, forked when a unit is parsed: it shares what
 * sparse has read, runs beside it, and whatever happens to it, sparse's output and result stay.
 * Layer 6.
 */
#ifndef GUP_SPARSE_PART_H
#define GUP_SPARSE_PART_H

#include <stdbool.h>

#include "gup_sparse/options.h"

struct symbol_list;

/* part_init() - @o must stay valid */
void part_init(const struct gup_options *o);
/* part_start() - for sparse_parsed */
void part_start(const char *file, struct symbol_list *list, bool failed);
/* part_finish() - wait for what was started, write what was found */
void part_finish(void);

#endif
