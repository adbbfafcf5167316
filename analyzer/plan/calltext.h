/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls of table functions as plain text shows them: a check on what Coccinelle
 * found, because Coccinelle leaves out, in silence, every function that it cannot
 * parse.  Knows comments, strings, directives and `#if 0`; no preprocessor, no types.
 */
#ifndef PLAN_CALLTEXT_H
#define PLAN_CALLTEXT_H

#include <stddef.h>

#include "api/api.h"
#include "base/vec.h"

/**
 * struct text_call - one call of an acquire or a release
 * @row: the function
 * @line: from 1
 * @col: of the function's name, in bytes from 1
 */
struct text_call {
	const struct api_row *row;
	unsigned int line, col;
};
typedef VEC(struct text_call) text_calls;

/**
 * calltext_scan() - append the calls in C source to @calls, in source order
 * @text: the source, @n bytes; may hold anything
 */
void calltext_scan(const char *text, size_t n, text_calls *calls);

#endif
