/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON written as it comes, with no tree of values in between: for the page's data, which is
 * megabytes.  It goes into a script element: nothing that is written looks like markup.  Commas are
 * put where they belong; brackets are the caller's, with emit_open() and emit_close().
 * Layer 5; only this folder includes it.
 */
#ifndef REPORTS_EMIT_H
#define REPORTS_EMIT_H

#include <stdbool.h>

#include "base/str.h"

/* emit_open(), emit_close() - '[' or '{', and their ends */
void emit_open(struct buf *b, char bracket);
void emit_close(struct buf *b, char bracket);
/* emit_key() - a name that needs no escape; its value comes next */
void emit_key(struct buf *b, const char *key);
void emit_null(struct buf *b);
void emit_bool(struct buf *b, bool v);
void emit_number(struct buf *b, unsigned long n);
/* emit_real() - to six digits */
void emit_real(struct buf *b, double v);
/* emit_text() - a string, or null for NULL; what is not UTF-8 becomes U+FFFD */
void emit_text(struct buf *b, const char *s);
/* emit_textn() - the @n bytes at @s, up to the first NUL */
void emit_textn(struct buf *b, const char *s, size_t n);

#endif
