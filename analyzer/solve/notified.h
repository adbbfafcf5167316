/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records whose pages an mmu notifier watches over: case 3 of
 * Documentation/core-api/pin_user_pages.rst.  Layer 2 (ir, api).
 */
#ifndef SOLVE_NOTIFIED_H
#define SOLVE_NOTIFIED_H

#include "solve/program.h"

struct notified;

/* notified_new() - look at all functions of @p for notifiers that lie in records */
struct notified *notified_new(struct program *p);
void notified_free(struct notified *n);
/* notified_has() - @record, as in struct place, holds a notifier, itself or in a record within */
bool notified_has(const struct notified *n, const char *record);

#endif
