/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Other units of the tree, as a scan has read them: those that share a function or a field with the
 * unit at hand.  They are solved together with it, so that what one file takes and another drops is
 * seen.  Layer 6.
 */
#ifndef GUP_SPARSE_OTHERS_H
#define GUP_SPARSE_OTHERS_H

#include "base/vec.h"
#include "ir/ir.h"

typedef VEC(struct ir_unit *) unit_list;

/**
 * others_read() - read what belongs to a unit
 * @db: the database of a scan, beside which the folder "facts" lies; or that folder
 * @u: the unit
 * @out: gets the other units; the caller frees them
 *
 * Return: 0, or -1 with one line printed if there are no facts
 */
int others_read(const char *db, const struct ir_unit *u, unit_list *out);

#endif
