/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which functions a C file calls and defines, as plain text shows them.  Knows comments and
 * strings, and that definitions start at the first column; no preprocessor, no types.
 * Layer 4 (base).
 */
#ifndef PLAN_JOINTEXT_H
#define PLAN_JOINTEXT_H

#include <stddef.h>

enum jointext { JOINTEXT_CALL, JOINTEXT_STATIC, JOINTEXT_EXTERN };

/**
 * jointext_scan() - tell of each call and each definition, in source order
 * @text: the source, @n bytes and a NUL; may hold anything
 * @saw: gets the function's name, which is gone afterwards, and what it is
 * @arg: for @saw
 */
void jointext_scan(const char *text, size_t n,
		   void (*saw)(void *arg, const char *name, enum jointext what), void *arg);

#endif
