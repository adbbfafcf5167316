/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts files: what extraction learned of one translation unit, ready to be linked.
 * A header of "name value" lines, an empty line, the text form of the IR:
 *
 *	gupcheck-facts 1
 *	api <digest of the API table that sorted the calls>
 *	unit drivers/foo/bar.c
 *	args <hash of folder and arguments>
 *	trust clean|recovered|not-parsed
 *	errors 0
 *	reason <first errors, or why the unit was not parsed>	(only if there is one)
 *	body <bytes> <xxh3-64 of them>
 *
 * Facts hold no verdicts.  Layer 3 (ir, api).
 */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include <stdint.h>

#include "ir/ir.h"

#define FACTS_VERSION 1

/* facts_args() - hash of what decides a unit's facts besides its text; @cwd may be NULL */
uint64_t facts_args(const char *cwd, const char *const *args, int nargs);

/* facts_write() - write @u to @path, all or nothing; a file of equal content stays untouched.
 * Return: 0, or -1 with one line printed */
int facts_write(const char *path, const struct ir_unit *u, uint64_t args);

/**
 * facts_read() - read a facts file
 * @path: the file
 *
 * Return: the unit, which the caller frees; NULL with one line printed if the file is missing,
 * truncated, altered, of another version or another table, or no facts file at all
 */
struct ir_unit *facts_read(const char *path);

#endif
