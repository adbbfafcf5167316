/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Source files for writers: their lines, columns in the units that formats ask for, and the hash
 * of a line by which GitHub knows a result again.  Layer 5.
 */
#ifndef REPORTS_LINES_H
#define REPORTS_LINES_H

#include <stdbool.h>

#include "base/str.h"
#include "base/vec.h"
#include "solve/finding.h"

/**
 * struct source - one file, read once
 * @path: relative to the tree
 * @text: content as it is in the file
 * @starts: offset of each line; one more than there are lines
 * @hashes: of each line, once asked for
 * @there: it could be read
 * @changed: it is not what the run has read
 */
struct source {
	const char *path;
	struct buf text;
	VEC(size_t) starts;
	VEC(const char *) hashes;
	bool there, changed;
};

/* struct sources - the files of one tree; starts with @r set */
struct sources {
	const struct record *r;
	VEC(struct source *) files;
};

/* source_get() - never NULL; nothing outside of the tree is read */
const struct source *source_get(struct sources *all, const char *path);
void sources_release(struct sources *all);
/* source_line() - a line from 1, without its end; Return: its length, and 0 if there is none */
size_t source_line(const struct source *f, unsigned int line, const char **text);
/* source_column() - byte column @col (from 1) of @line in UTF-16 units, from 1 */
unsigned int source_column(const struct source *f, unsigned int line, unsigned int col);
/* source_word() - how many bytes the identifier at a column has, 1 if there is none */
unsigned int source_word(const struct source *f, unsigned int line, unsigned int col);
/* source_hash() - what GitHub calls primaryLocationLineHash; NULL if the file is not what the run
 * has read */
const char *source_hash(const struct source *f, unsigned int line);
/* line_hashes() - the hash of every line of @n bytes, in order: 100 characters from the line's
 * start, blanks and tabs left out, in a polynomial of base 37 modulo 2^64, and how many lines
 * had it so far.  The strings are interned; release the vector */
void line_hashes(const char *text, size_t n, strings_vec *out);

#endif
