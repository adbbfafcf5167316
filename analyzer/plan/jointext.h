/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which functions a C file calls and defines, and which fields it names, as plain text shows them.  Knows comments and
 * strings, and that definitions start at the first column; no preprocessor, no types.
 * Layer 4 (base).
 */
#ifndef PLAN_JOINTEXT_H
#define PLAN_JOINTEXT_H

#include <stddef.h>

enum jointext {
	JOINTEXT_CALL,
	JOINTEXT_STATIC, /* a definition */
	JOINTEXT_EXTERN, /* one that others can call */
	JOINTEXT_MEMBER, /* the name of a field: o->name, o.name */
};

/**
 * jointext_scan() - tell of each call, definition and field, in source order
 * @text: the source, @n bytes and a NUL; may hold anything
 * @saw: gets the name, which is gone afterwards, and what it is
 * @arg: for @saw
 */
void jointext_scan(const char *text, size_t n,
		   void (*saw)(void *arg, const char *name, enum jointext what), void *arg);

/* jointext_quiet() - behind the comment or string that starts at @p, or @p if none does */
const char *jointext_quiet(const char *p, const char *end);

#endif
