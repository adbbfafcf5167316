/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identifiers of a text as numbers.  Layer 0. */
#ifndef BASE_SYMBOLS_H
#define BASE_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

/**
 * struct symbol - one identifier
 * @name: not terminated, @len characters
 * @file, @nr: for the user, by list: the last file that has it, and where in the list
 */
struct symbol {
	const char *name;
	uint32_t hash;
	unsigned int len, file[5], nr[5];
};

struct symbol_pair {
	unsigned int macro, symbol;
};

/**
 * struct symbols - the table
 * @all: by number
 * @slot: number + 1 by hash, 0 if free; @nslots is a power of two
 */
struct symbols {
	struct arena mem;
	VEC(struct symbol) all;
	unsigned int *slot;
	size_t nslots;
};

/* symbols_number() - the number of an identifier, which is added if it is new */
unsigned int symbols_number(struct symbols *s, const char *name, size_t len);
/* symbols_find() - Return: the number, -1 if no text has it */
long symbols_find(const struct symbols *s, const char *name, size_t len);
void symbols_release(struct symbols *s);

#endif
