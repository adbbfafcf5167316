/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source files of a tree, as they are on disk now.  Layer 4 (base). */
#ifndef PLAN_WALK_H
#define PLAN_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/vec.h"

/**
 * struct walk_file - one file
 * @path: relative to the tree
 * @key: changes with its path, size, inode and time of change
 * @hit, @known: for the caller; false here
 * @link: it is a symbolic link, which ripgrep does not follow
 */
struct walk_file {
	const char *path;
	uint64_t key;
	bool hit, known, link;
};

#define WALK_THREADS 8

/* struct walk - all .c and .h files, sorted by path; @mem owns the paths */
struct walk {
	VEC(struct walk_file) files;
	struct arena mem[WALK_THREADS];
};

/* walk_key() - what changes when a file is another one; @path goes into it as well */
uint64_t walk_key(const char *path, const struct stat *st);

/**
 * walk_tree() - find them, on all processors
 * @root: the tree
 * @w: zero-initialised; gets them
 *
 * Left out are tools/, Documentation/ and scripts/ (no kernel code), hidden folders and generated
 * headers.  A folder that cannot be read is warned of.
 *
 * Return: 0, or -1 with the message printed.
 */
int walk_tree(const char *root, struct walk *w);
void walk_release(struct walk *w);

#endif
