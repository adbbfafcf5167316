/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which headers pay when they are parsed once: a tree of header sets, each a superset of the one
 * above, chosen greedily by the text that its units need not read again.  Layer 4 (headers.h).
 */
#ifndef PLAN_PCH_TREE_H
#define PLAN_PCH_TREE_H

#include <stdint.h>

#include "base/str.h"
#include "plan/headers.h"

typedef VEC(size_t) pch_members;

/**
 * struct pch_unit - one unit
 * @data: the caller's
 * @path, @more, @walk, @via: see headers_walk()
 * @has: set of the headers that it reads, by number
 */
struct pch_unit {
	void *data;
	const char *path;
	const strings_vec *more;
	header_list walk, via;
	uint64_t *has;
};

/**
 * struct pch_node - a set of headers
 * @units: that read all of it and nothing below it
 * @set: the headers, with those of @above
 * @ready: the caller's, if it exists already
 */
struct pch_node {
	VEC(size_t) units;
	uint64_t *set;
	struct pch_node *above;
	VEC(struct pch_node *) below;
	unsigned int depth;
	void *ready;
};

/* A set that exists already. */
struct pch_ready {
	struct pch_node *node;
	header_list walk;
	void *ready, *parent;
};

/**
 * struct pch_tree - the tree
 * @headers: the caller fills in folders and macros first
 * @top: the sets that start from none
 */
struct pch_tree {
	struct headers headers;
	VEC(struct pch_unit) all;
	VEC(struct pch_ready) given;
	VEC(struct pch_node *) top;
	size_t words;
};

void pch_tree_init(struct pch_tree *t);
void pch_tree_release(struct pch_tree *t);
void pch_tree_unit(struct pch_tree *t, const char *path, const strings_vec *more, void *data);
/* pch_tree_unit() - a unit; see headers_walk() for @path and @more, which must stay */
/* pch_tree_ready() - @list is a file of #include lines that is precompiled already, on top of
 * @parent, which was given before, or NULL */
void pch_tree_ready(struct pch_tree *t, const char *list, void *ready, void *parent);
/* pch_tree_grow() - choose */
void pch_tree_grow(struct pch_tree *t);
/* pch_tree_roots() - the #include lines that make @n out of the set above it */
void pch_tree_roots(struct pch_tree *t, const struct pch_node *n, struct buf *b);

#endif
