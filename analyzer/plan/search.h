/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files of a tree hold some of given words.  Layer 4 (api, base). */
#ifndef PLAN_SEARCH_H
#define PLAN_SEARCH_H

#include <stdbool.h>

#include "base/arena.h"
#include "solve/finding.h"

/**
 * struct search_words - what to look for
 * @names: the words
 * @has: is this one of them?
 */
struct search_words {
	strings_vec names;
	bool (*has)(const struct search_words *w, const char *word);
};

/**
 * search_words() - the .c and .h files that hold one of the words outside of comments and strings
 * @root: the tree
 * @keyfile: what the last search saw, so that the next one reads changed files only
 * @words: what to look for
 * @a: owns the paths
 * @out: gets paths relative to @root, sorted
 *
 * Left out are tools/, Documentation/ and scripts/ (no kernel code), hidden folders and
 * generated headers.
 *
 * Return: 0, or -1 with the message printed.
 */
int search_words(const char *root, const char *keyfile, const struct search_words *words,
		 struct arena *a, strings_vec *out);
/**
 * search_tree() - the candidates: files that name a get/pin/unpin function
 * @state: state folder; the keyfile is search.key in it
 *
 * The others are as for search_words().
 *
 * Return: 0, or -1 with the message printed.
 */
int search_tree(const char *root, const char *state, struct arena *a, strings_vec *out);

#endif
