// SPDX-License-Identifier: GPL-2.0-or-later
#include "lower/outline.h"

#include <ctype.h>
#include <string.h>

#include "base/str.h"

/* The scan of one text; what is before the next body, since the last ; or body, is the head. */
struct reader {
	struct outline *o;
	const char *p, *end;
	int level; /* of brackets of all kinds */
	bool macro, line_start;
	bool inline_seen, odd, paste, closed; /* of the head */
	unsigned int groups;
	struct span last, name, other; /* in front of a bracket; the first such, the last such */
	bool last_pasted, name_pasted;
	const char *body;
};

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool span_identifier(struct span *rest, struct span *out)
{
	const char *p = rest->p, *end = p + rest->n, *start;

	while (p < end) {
		if (!ident_char(*p)) {
			p++;
			continue;
		}
		for (start = p; p < end && ident_char(*p);)
			p++;
		if (isdigit((unsigned char)*start))
			continue;
		*out = (struct span){ start, (size_t)(p - start) };
		*rest = (struct span){ p, (size_t)(end - p) };
		return true;
	}
	return false;
}

static bool span_is(struct span s, const char *word)
{
	return strlen(word) == s.n && !memcmp(s.p, word, s.n);
}

static const char *skip_comment(const char *p, const char *end)
{
	const char *q;

	if (p[1] == '/') {
		q = memchr(p, '\n', (size_t)(end - p));
		return q ? q : end;
	}
	q = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
	return q ? q + 2 : end;
}

static bool is_comment(const char *p, const char *end)
{
	return end - p >= 2 && p[0] == '/' && (p[1] == '*' || p[1] == '/');
}

static const char *skip_quoted(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote && *p != '\n')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return p < end ? p + 1 : end;
}

static const char *directive_end(const char *p, const char *end)
{
	while (p < end && *p != '\n') {
		if (is_comment(p, end))
			p = skip_comment(p, end);
		else
			p += *p == '\\' && p + 1 < end ? 2 : 1;
	}
	return p < end ? p : end;
}

static void read_include(struct outline *o, const char *p, const char *end)
{
	struct outline_include i;
	const char *close;

	while (p < end && is_blank(*p))
		p++;
	if (p == end || (*p != '"' && *p != '<'))
		return;
	i.quoted = *p == '"';
	close = memchr(p + 1, i.quoted ? '"' : '>', (size_t)(end - p - 1));
	if (!close)
		return;
	i.name = (struct span){ p + 1, (size_t)(close - p - 1) };
	vec_push(&o->includes, i);
}

static void read_text(struct reader *r);

static void read_define(struct outline *o, const char *p, const char *end)
{
	struct span rest = { p, (size_t)(end - p) };
	struct outline_macro m;
	struct reader r = { .o = o, .macro = true, .end = end };
	const char *close;

	if (!span_identifier(&rest, &m.name))
		return;
	if (rest.n && *rest.p == '(') {
		close = memchr(rest.p, ')', rest.n);
		rest.p = close ? close + 1 : end;
		rest.n = (size_t)(end - rest.p);
	}
	m.body = rest;
	vec_push(&o->macros, m);
	if (!memmem(rest.p, rest.n, "inline", 6))
		return;
	r.p = rest.p;
	read_text(&r);
}

static void read_directive(struct reader *r)
{
	const char *p = r->p + 1, *end = directive_end(r->p, r->end);
	struct span word;

	while (p < end && is_blank(*p))
		p++;
	word.p = p;
	while (p < end && ident_char(*p))
		p++;
	word.n = (size_t)(p - word.p);
	if (span_is(word, "include"))
		read_include(r->o, p, end);
	else if (span_is(word, "define"))
		read_define(r->o, p, end);
	r->p = end;
	if (r->last.n || r->level)
		r->odd = true;
}

static void new_head(struct reader *r)
{
	r->inline_seen = r->odd = r->paste = r->closed = false;
	r->groups = 0;
	r->last = r->name = r->other = (struct span){ 0 };
	r->body = NULL;
}

static void read_word(struct reader *r)
{
	const char *start = r->p;
	struct span word;

	while (r->p < r->end && ident_char(*r->p))
		r->p++;
	if (r->level)
		return;
	r->closed = false;
	word = (struct span){ start, (size_t)(r->p - start) };
	/* what is before may be a macro that wants no semicolon */
	if (span_is(word, "static"))
		new_head(r);
	else if (span_is(word, "inline") || span_is(word, "__inline") ||
		 span_is(word, "__inline__") || span_is(word, "__always_inline"))
		r->inline_seen = true;
	else if (!r->paste)
		r->last = word;
	r->last_pasted = r->paste;
	r->paste = false;
}

static void open_bracket(struct reader *r)
{
	if (!r->level && *r->p == '(') {
		r->other = r->last;
		if (!r->groups++) {
			r->name = r->last;
			r->name_pasted = r->last_pasted;
		}
	}
	if (!r->level && *r->p == '{') {
		r->odd = r->odd || (!r->inline_seen && !r->o->all) || !r->closed || r->groups != 1;
		r->body = r->p;
	}
	r->level++;
	r->p++;
}

/* A body that stays: its function is one of two names. */
static void unsure(struct reader *r, struct span body)
{
	struct outline_macro m = { r->name, body };

	vec_push(&r->o->macros, m);
	m.name = r->other;
	if (m.name.p != r->name.p && m.name.n)
		vec_push(&r->o->macros, m);
}

static void close_bracket(struct reader *r)
{
	char c = *r->p++;
	struct outline_function f = { .name = r->name,
				      .macro = r->macro,
				      .pasted = r->name_pasted };

	if (r->level)
		r->level--;
	if (r->level)
		return;
	r->closed = c == ')';
	if (c != '}')
		return;
	if (r->body && f.name.n) {
		f.head = (struct span){ f.name.p, (size_t)(r->p - f.name.p) };
		f.body = (struct span){ r->body, (size_t)(r->p - r->body) };
		if (r->odd)
			unsure(r, f.body);
		else
			vec_push(&r->o->functions, f);
	}
	new_head(r);
}

static void read_other(struct reader *r)
{
	char c = *r->p;

	if (c == '(' || c == '{' || c == '[') {
		open_bracket(r);
		return;
	}
	if (c == ')' || c == '}' || c == ']') {
		close_bracket(r);
		return;
	}
	r->p++;
	if (r->level)
		return;
	if (c == ';')
		new_head(r);
	else if (c == '#')
		r->paste = true;
	else if (c == '=')
		r->odd = true;
}

static void read_text(struct reader *r)
{
	r->line_start = !r->macro;
	while (r->p < r->end) {
		char c = *r->p;

		if (isspace((unsigned char)c)) {
			r->line_start = r->line_start || (c == '\n' && !r->macro);
			r->p++;
		} else if (is_comment(r->p, r->end)) {
			r->p = skip_comment(r->p, r->end);
		} else if (c == '\\' && r->p + 1 < r->end) {
			r->p += 2;
		} else if (c == '#' && r->line_start) {
			read_directive(r);
		} else {
			r->line_start = false;
			if (c == '"' || c == '\'')
				r->p = skip_quoted(r->p, r->end);
			else if (ident_char(c))
				read_word(r);
			else
				read_other(r);
		}
	}
}

void outline_read(struct outline *o, const char *text, size_t n)
{
	struct reader r = { .o = o, .p = text, .end = text + n };

	read_text(&r);
}

void outline_release(struct outline *o)
{
	vec_release(&o->functions);
	vec_release(&o->macros);
	vec_release(&o->includes);
}
