// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/slice.h"

#include "lower/outline.h"

/* The line of @p, where @from is in line @line. */
static unsigned int line_of(const char *from, const char *p, unsigned int line)
{
	for (; from < p; from++)
		line += *from == '\n';
	return line;
}

static void empty(char *p, size_t n)
{
	for (size_t i = 1; i + 1 < n; i++)
		if (p[i] != '\n')
			p[i] = ' ';
}

void slice_text(char *text, size_t n, const text_calls *calls)
{
	struct outline o = { .all = true };
	const struct outline_function *f;
	const char *at = text;
	unsigned int first, last = 1;
	size_t c = 0;

	outline_read(&o, text, n);
	/* both lists are in the order of the source */
	vec_each (f, &o.functions) {
		if (f->macro)
			continue;
		first = line_of(at, f->body.p, last);
		at = f->body.p + f->body.n;
		last = line_of(f->body.p, at, first);
		while (c < calls->n && calls->v[c].line < first)
			c++;
		if (c == calls->n || calls->v[c].line > last)
			empty(text + (f->body.p - text), f->body.n);
	}
	outline_release(&o);
}
