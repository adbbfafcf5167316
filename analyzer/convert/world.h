/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that look at the units around a site share.  Layer 5. */
#ifndef CONVERT_WORLD_H
#define CONVERT_WORLD_H

#include "convert/work.h"
#include "ir/ir.h"

/* world_unit() - the unit of that path.  Return: NULL if no facts are there; it stays until
 * world_close() */
const struct ir_unit *world_unit(struct convert *c, const char *path);
/* world_func() - the function of that name in the unit, NULL if it has none */
const struct ir_func *world_func(const struct ir_unit *u, const char *name);
/* world_names() - the next unit behind @from (NULL: the first) whose facts hold @text.  Return: NULL if
 * there is no more */
const struct plan_file *world_names(struct convert *c, const struct plan_file *from,
				    const char *text);
/* world_keeps() - a class of the site names this field as one that its pages lie in */
bool world_keeps(const struct site *s, const struct ir_proj *field);
/* world_releases() - the node is one of the site's releases */
bool world_releases(const struct site *s, const struct ir_func *f, const struct ir_node *n);
/* world_place() - "path:line" of a node */
const char *world_place(struct convert *c, const struct ir_func *f, const struct ir_node *n);

#endif
