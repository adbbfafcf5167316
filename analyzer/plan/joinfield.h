/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of a folder that drop pages and name a field: pages that another file leaves in the field
 * may be dropped there, with a function that is not for pages of users alone, so that nothing else
 * brings the file into the plan.  As plain text shows it.  Layer 4 (base, api).
 */
#ifndef PLAN_JOINFIELD_H
#define PLAN_JOINFIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/**
 * joinfield_look() - look through the C files of a folder, in the order of their names
 * @tree: the tree's root
 * @dir: the folder in it, "" for the root itself
 * @a: for the paths
 * @saw: gets the path, relative to @tree, of a file that drops pages, and each name of a field that it
 *       has, which is gone afterwards
 * @arg: for @saw
 *
 * Return: 0, or -1 with the message printed.
 */
int joinfield_look(const char *tree, const char *dir, struct arena *a,
		   void (*saw)(void *arg, const char *path, const char *field), void *arg);
/* joinfield_owns() - a file of the folder defines struct @record: it is the driver's own */
bool joinfield_owns(const char *tree, const char *dir, const char *record, struct arena *a);
/* joinfield_stamp() - another number if one of these files was changed, is gone or new; @dir: absolute */
uint64_t joinfield_stamp(const char *dir);

#endif
