/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The units that read rewritten files, and how they are compiled.  Layer 5. */
#ifndef CONVERT_UNIT_H
#define CONVERT_UNIT_H

#include "convert/work.h"

/* units_find() - sets the units of a change; a file that none reads fails it */
void units_find(struct convert *c, struct convert_change *ch);
/* unit_overlay() - what makes clang read the rewritten files instead of the tree's, until the next
 * call.  Return: its path, or NULL with the message printed */
const char *unit_overlay(struct convert *c, const struct convert_change *ch);
/* unit_args() - arguments of a unit, its folder first, in the arena.  Return: 0, or -1 with the
 * message printed */
int unit_args(struct convert *c, const struct plan_file *u, strings_vec *out);

#endif
