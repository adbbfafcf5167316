/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * compile_commands.json: every byte of it is taken for hostile.  A command is split into
 * words and never handed to a shell.  Layer 4 (base).
 */
#ifndef PLAN_COMPDB_H
#define PLAN_COMPDB_H

#include "base/arena.h"
#include "base/vec.h"
#include "solve/finding.h"

/**
 * struct compdb_entry - what the file says about one wanted source file
 * @path: relative to the tree's root
 * @broken: why it cannot be used, NULL if it can
 * @cwd: absolute working folder
 * @source: the file as spelled in @words
 * @words: the compiler's arguments, without the compiler
 */
struct compdb_entry {
	const char *path, *broken, *cwd, *source;
	strings_vec words;
};
typedef VEC(struct compdb_entry) compdb_entries;

/**
 * compdb_read() - the entries of the wanted files
 * @file: path of compile_commands.json
 * @tree: the tree's root, absolute, without links
 * @wanted: relative paths, sorted
 * @a: owns the result
 * @out: gets one entry per wanted file that has one
 * @problems: number of entries that were reported as unusable
 *
 * Return: 0, or -1 with the message printed if the file as a whole cannot be used.
 */
int compdb_read(const char *file, const char *tree, const strings_vec *wanted, struct arena *a,
		compdb_entries *out, unsigned int *problems);

#endif
