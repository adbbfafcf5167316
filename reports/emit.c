// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/emit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reports/report.h"

/* A value that does not come first in its brackets, nor behind its name, has a comma in front. */
static void separate(struct buf *b)
{
	char last = b->len ? b->p[b->len - 1] : '[';

	if (last != '[' && last != '{' && last != ':')
		buf_addch(b, ',');
}

void emit_open(struct buf *b, char bracket)
{
	separate(b);
	buf_addch(b, bracket);
}

void emit_close(struct buf *b, char bracket)
{
	buf_addch(b, bracket);
}

void emit_key(struct buf *b, const char *key)
{
	separate(b);
	buf_addch(b, '"');
	buf_add(b, key);
	buf_addn(b, "\":", 2);
}

void emit_null(struct buf *b)
{
	separate(b);
	buf_addn(b, "null", 4);
}

void emit_bool(struct buf *b, bool v)
{
	separate(b);
	buf_add(b, v ? "true" : "false");
}

void emit_number(struct buf *b, unsigned long n)
{
	char digits[24], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	separate(b);
	buf_addn(b, p, (size_t)(digits + sizeof(digits) - p));
}

void emit_real(struct buf *b, double v)
{
	char text[32];

	if (!isfinite(v)) {
		emit_null(b);
		return;
	}
	separate(b);
	buf_addn(b, text, (size_t)snprintf(text, sizeof(text), "%.6g", v));
}

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

/* Return: the bytes that were read of the @n that are there */
static size_t emit_special(struct buf *b, const char *s, size_t n)
{
	size_t len = utf8_sequence(s, n);

	if (!len) {
		buf_addn(b, "\xef\xbf\xbd", 3);
		return 1;
	}
	if (len > 1)
		buf_addn(b, s, len);
	else if (*s == '"' || *s == '\\')
		buf_addn(b, (char[]){ '\\', *s }, 2);
	else if (*s == '\t')
		buf_addn(b, "\\t", 2);
	else if (*s == '\n')
		buf_addn(b, "\\n", 2);
	else
		buf_addf(b, "\\u%04x", (unsigned int)(unsigned char)*s);
	return len;
}

void emit_textn(struct buf *b, const char *s, size_t n)
{
	separate(b);
	buf_addch(b, '"');
	n = strnlen(s, n);
	while (n) {
		size_t len = 0;

		while (len < n && is_plain((unsigned char)s[len]))
			len++;
		if (len)
			buf_addn(b, s, len);
		else
			len = emit_special(b, s, n);
		s += len;
		n -= len;
	}
	buf_addch(b, '"');
}

void emit_text(struct buf *b, const char *s)
{
	if (s)
		emit_textn(b, s, strlen(s));
	else
		emit_null(b);
}
