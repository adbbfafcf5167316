/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strings: interning (equal text is the same pointer, for the life of the
 * process) and a growable buffer.  Layer 0.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

/* str_intern() - the one copy of @s; NULL stays NULL.  Never freed. */
const char *str_intern(const char *s);
const char *str_intern_n(const char *s, size_t n);
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/**
 * struct buf - growable text, always NUL-terminated once something was added
 * @p: the text, owned by the buffer; NULL while empty
 * @len: bytes used, without the NUL
 * @cap: bytes allocated
 */
struct buf {
	char *p;
	size_t len, cap;
};

void buf_add(struct buf *b, const char *s);
void buf_addn(struct buf *b, const char *s, size_t n);
void buf_addch(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* buf_reset() - empty it, keep the storage */
void buf_reset(struct buf *b);
void buf_release(struct buf *b);
/* buf_str() - the text, "" while empty; valid until the next change */
const char *buf_str(const struct buf *b);

#endif
