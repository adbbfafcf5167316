// SPDX-License-Identifier: GPL-2.0-or-later
/* Cheap looks at source text, before anything is lowered. */
#include <ctype.h>
#include <string.h>

#include "api/api.h"
#include "lower/lower.h"

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Two-letter prefixes of the wanted names: rejects nearly all identifiers at once. */
static unsigned char wanted_prefix[65536 / 8];
static size_t wanted_min = ~(size_t)0, wanted_max;

static unsigned int prefix_of(const char *s)
{
	return (unsigned int)(unsigned char)s[0] << 8 | (unsigned char)s[1];
}

static bool wanted(const struct api_row *row)
{
	return row->role == API_ACQUIRE || row->role == API_RELEASE;
}

static void wanted_init(void)
{
	for (size_t i = 0; i < api_nr_rows; i++) {
		size_t n = strlen(api_rows[i].name);
		unsigned int p = prefix_of(api_rows[i].name);

		if (!wanted(&api_rows[i]))
			continue;
		wanted_prefix[p / 8] |= (unsigned char)(1u << (p % 8));
		if (n < wanted_min)
			wanted_min = n;
		if (n > wanted_max)
			wanted_max = n;
	}
}

static bool is_wanted(const char *s, size_t n)
{
	char name[128];
	unsigned int p = prefix_of(s);
	const struct api_row *row;

	if (n < wanted_min || n > wanted_max || n >= sizeof(name))
		return false;
	if (!(wanted_prefix[p / 8] & (1u << (p % 8))))
		return false;
	memcpy(name, s, n);
	name[n] = '\0';
	row = api_find(name);
	return row && wanted(row);
}

bool lower_wants(const char *text, size_t n)
{
	const char *p = text, *end = text + n, *start;

	if (!wanted_max)
		wanted_init();
	while (p < end) {
		if (!ident_char(*p)) {
			p++;
			continue;
		}
		for (start = p; p < end && ident_char(*p);)
			p++;
		if (is_wanted(start, (size_t)(p - start)))
			return true;
	}
	return false;
}

/* `0x10`, `16`, `BIT(4)`, `(1 << 4)`, `1U<<4`: the forms that the kernel uses for flags. */
static bool flag_value(const char *s, int64_t *out)
{
	char *stop;
	bool bit = false;
	long long v;

	while (*s == ' ' || *s == '\t' || *s == '(')
		s++;
	if (str_starts(s, "BIT(")) {
		s += 4;
		bit = true;
	}
	if (!isdigit((unsigned char)*s))
		return false;
	v = strtoll(s, &stop, 0);
	while (*stop == 'U' || *stop == 'L' || *stop == 'u' || *stop == ' ')
		stop++;
	if (str_starts(stop, "<<")) {
		long long n = strtoll(stop + 2, &stop, 0);

		v = n >= 0 && n < 62 ? v << n : 0;
	}
	*out = bit ? (v >= 0 && v < 62 ? 1ll << v : 0) : v;
	return *out != 0;
}

static bool const_known(const struct ir_unit *u, const char *name)
{
	for (size_t i = 0; i < u->consts.n; i++)
		if (u->consts.v[i].name == name)
			return true;
	return false;
}

void lower_consts(struct ir_unit *u, const char *text, size_t n)
{
	static const char define[] = "#define FOLL_";
	const char *p = text, *end = text + n;

	while ((p = memmem(p, (size_t)(end - p), define, sizeof(define) - 1))) {
		const char *name = p + 8, *q = name, *nl;
		char line[256];
		struct ir_const c;
		size_t len;

		while (q < end && ident_char(*q))
			q++;
		nl = memchr(q, '\n', (size_t)(end - q));
		len = (size_t)((nl ? nl : end) - q);
		if (len >= sizeof(line))
			len = sizeof(line) - 1;
		memcpy(line, q, len);
		line[len] = '\0';
		c.name = str_intern_n(name, (size_t)(q - name));
		if (flag_value(line, &c.value) && !const_known(u, c.name))
			vec_push(&u->consts, c);
		p = q;
	}
}
