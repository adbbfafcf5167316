/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which functions of the unit must be walked for the rules that ask whether pages are marked dirty
 * where nothing may sleep, whoever took them.  Layer 6.
 */
#ifndef GUP_SPARSE_SLEEP_H
#define GUP_SPARSE_SLEEP_H

#include "solve/program.h"

/* sleep_solve() - of the functions of @u that lead to a call which may sleep as it marks pages dirty, walk
 * those that run as a callback, or in which a lock may be held */
void sleep_solve(struct program *p, const struct ir_unit *u);

#endif
