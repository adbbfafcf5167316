// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/arena.h"
#include "base/diag.h"

struct str_entry {
	UT_hash_handle hh;
	char s[];
};

static struct str_entry *str_table;
static struct arena str_arena;

const char *str_intern_n(const char *s, size_t n)
{
	struct str_entry *e;

	HASH_FIND(hh, str_table, s, n, e);
	if (e)
		return e->s;
	e = arena_alloc(&str_arena, sizeof(*e) + n + 1);
	memcpy(e->s, s, n);
	HASH_ADD_KEYPTR(hh, str_table, e->s, n, e);
	return e->s;
}

const char *str_intern(const char *s)
{
	return s ? str_intern_n(s, strlen(s)) : NULL;
}

bool str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0;
}

static void buf_reserve(struct buf *b, size_t n)
{
	size_t want = b->len + n + 1, cap = b->cap ? b->cap : 64;

	if (want <= b->cap)
		return;
	while (cap < want)
		cap *= 2;
	b->p = realloc(b->p, cap);
	if (!b->p)
		die("out of memory (%zu bytes wanted)", cap);
	b->cap = cap;
}

void buf_addn(struct buf *b, const char *s, size_t n)
{
	buf_reserve(b, n);
	memcpy(b->p + b->len, s, n);
	b->len += n;
	b->p[b->len] = '\0';
}

void buf_add(struct buf *b, const char *s)
{
	buf_addn(b, s, strlen(s));
}

void buf_addch(struct buf *b, char c)
{
	buf_addn(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap, ap2;
	int n;

	va_start(ap, fmt);
	va_copy(ap2, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		BUG("bad format '%s'", fmt);
	buf_reserve(b, (size_t)n);
	vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap2);
	va_end(ap2);
	b->len += (size_t)n;
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	if (b->p)
		b->p[0] = '\0';
}

void buf_release(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

const char *buf_str(const struct buf *b)
{
	return b->p ? b->p : "";
}
