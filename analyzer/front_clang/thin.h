/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Headers without the bodies of inline functions that the unit has no use for: most of what clang
 * reads are such bodies, and few of them are ever called.  The text keeps its length, so that all
 * positions stay.  Which names a unit can come to is found out from the text, which macros that
 * paste names together can fool: fc_thin_lacks() tells that a body is missed, and then the unit is
 * read again as it is.
 */
#ifndef FRONT_CLANG_THIN_H
#define FRONT_CLANG_THIN_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

struct fc_thin;

/**
 * struct fc_thin_opts - what to read
 * @args, @nargs: the unit's arguments; names in them start from the working folder
 * @source: path of the unit, absolute
 * @text, @size: its text
 * @known, @nknown: files that clang does not read again, absolute
 * @all: nothing is known of who will call; only bodies go that no unit looks at
 */
struct fc_thin_opts {
	const char *const *args;
	int nargs;
	const char *source, *text;
	size_t size;
	const char *const *known;
	size_t nknown;
	bool all;
};

/* fc_thin_new() - make the texts; fc_thin_free() takes the result */
struct fc_thin *fc_thin_new(const struct fc_thin_opts *o);
void fc_thin_free(struct fc_thin *t);
/* fc_thin_files() - the texts.  Return: their number */
unsigned int fc_thin_files(const struct fc_thin *t, const struct CXUnsavedFile **out);
/* fc_thin_lacks() - a function of this name has lost its body, though some unit might want it */
bool fc_thin_lacks(const struct fc_thin *t, const char *name);

#endif
