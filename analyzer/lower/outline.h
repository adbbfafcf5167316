/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A header as far as its text tells without a parser: includes, macros, inline functions. */
#ifndef LOWER_OUTLINE_H
#define LOWER_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

/* Part of a text. */
struct span {
	const char *p;
	size_t n;
};

/**
 * struct outline_function - a function, inline unless all are asked for, whose head says for certain what it is
 * @name: in a macro that pastes it: the first part
 * @head: from the name on, with the body
 * @body: with its braces
 * @macro: defined by a macro; @pasted: which makes the name of several parts
 */
struct outline_function {
	struct span name, head, body;
	bool macro, pasted;
};

/* Whoever uses the name comes to all that the body names: macros, and functions that may be more. */
struct outline_macro {
	struct span name, body;
};

struct outline_include {
	struct span name;
	bool quoted;
};

/**
 * struct outline - what a text has, each in its order
 * @all: set by the caller: other functions than inline ones, too
 */
struct outline {
	bool all;
	VEC(struct outline_function) functions;
	VEC(struct outline_macro) macros;
	VEC(struct outline_include) includes;
};

/**
 * outline_read() - add what stands in a text
 * @o: starts as zeros
 * @text: must stay as long as the result
 * @n: its length
 *
 * Functions with directives in them, or with more than one pair of parentheses in front of the
 * body, count as macros.
 */
void outline_read(struct outline *o, const char *text, size_t n);
void outline_release(struct outline *o);
/* span_identifier() - cut the next identifier off @rest.  Return: false if there is none */
bool span_identifier(struct span *rest, struct span *out);

#endif
