// SPDX-License-Identifier: GPL-2.0-or-later
/* Names and source text come from a tree that anybody may have written. */
#include <string.h>

#include "reports/report.h"

/* Length of the well-formed sequence at @s, 0 if there is none. */
static size_t utf8_len(const unsigned char *s)
{
	size_t n, i;

	if (s[0] < 0x80)
		return 1;
	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		n = 2;
	else if (s[0] >= 0xe0 && s[0] <= 0xef)
		n = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		n = 4;
	else
		return 0;
	for (i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* Overlong forms, surrogates, beyond U+10FFFF. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

size_t utf8_sequence(const char *s, size_t n)
{
	unsigned char a[5] = { 0 };

	memcpy(a, s, n < 4 ? n : 4);
	return n ? utf8_len(a) : 0;
}

static const char *clean(struct buf *b, const char *s, bool controls)
{
	buf_reset(b);
	while (s && *s) {
		size_t plain = 0;

		while (s[plain] >= 0x20 && s[plain] < 0x7f)
			plain++;
		buf_addn(b, s, plain);
		s += plain;
		if (!*s)
			break;
		size_t n = utf8_len((const unsigned char *)s);
		bool c1 = n == 2 && (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0;

		if (!n)
			buf_add(b, "\xef\xbf\xbd");
		else if (!controls && (c1 || (unsigned char)*s < 0x20 || *s == 0x7f))
			buf_addch(b, '?');
		else
			buf_addn(b, s, n);
		s += n ? n : 1;
	}
	return buf_str(b);
}

const char *text_clean(struct buf *b, const char *s)
{
	return clean(b, s, false);
}

const char *utf8_clean(struct buf *b, const char *s)
{
	return clean(b, s, true);
}

int utf8_width(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}
