// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/jointext.h"

#include <stdbool.h>
#include <string.h>

#define JOINTEXT_NAME 128
/* No parameters and annotations are longer than that. */
#define JOINTEXT_PARAMS 8192

struct jointext_at {
	const char *p, *end, *line, *before; /* @line starts at @line, the one before at @before */
};

static bool is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_space(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

/* Behind the parenthesis that closes the one at @p. */
static const char *skip_parens(const char *p, const char *end)
{
	unsigned int depth = 0;

	for (; p < end; p++) {
		depth += *p == '(';
		if (*p == ')' && !--depth)
			return p + 1;
	}
	return end;
}

/* The body that follows the parameters, maybe behind annotations such as __releases(lock); NULL if
 * there is none. */
static const char *find_body(const char *p, const char *end)
{
	if (end - p > JOINTEXT_PARAMS)
		end = p + JOINTEXT_PARAMS;
	p = skip_space(skip_parens(p, end), end);
	while (p < end && is_word(*p)) {
		while (p < end && is_word(*p))
			p++;
		p = skip_space(p, end);
		if (p < end && *p == '(')
			p = skip_space(skip_parens(p, end), end);
	}
	return p < end && *p == '{' ? p : NULL;
}

/* The type may stand in the line above. */
static bool is_static(const struct jointext_at *t, const char *name)
{
	const char *from = t->line == name ? t->before : t->line;

	return memmem(from, (size_t)(name - from), "static", 6);
}

/* Go on at @to; the lines from @from up to there begin no call. */
static void move_to(struct jointext_at *t, const char *to, const char *from)
{
	for (t->p = to; from < to; from++)
		if (*from == '\n')
			t->line = t->before = from + 1;
}

const char *jointext_quiet(const char *p, const char *end)
{
	char quote = *p;

	if (quote == '/' && (p[1] == '*' || p[1] == '/')) {
		const char *close = p[1] == '*' ? "*/" : "\n";
		const char *found = strstr(p + 2, close);

		/* the end of a line is for the caller to see */
		return !found ? end : found + (*close == '*' ? 2 : 0);
	}
	if (quote != '"' && quote != '\'')
		return p;
	for (p++; p < end && *p != quote && *p != '\n'; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p + (p < end && *p == quote);
}

/* Return: whether a string or comment starts here; now behind it */
static bool skip_quiet(struct jointext_at *t)
{
	const char *from = t->p, *to = jointext_quiet(from, t->end);

	if (to == from)
		return false;
	if (*from == '/')
		move_to(t, to, from);
	t->p = to;
	return true;
}

/* The word at @w stands behind `->` or `.` and is no number. */
static bool is_member(const char *text, const char *w)
{
	if (w == text || (*w >= '0' && *w <= '9'))
		return false;
	return w[-1] == '.' || (w[-1] == '>' && w - text > 1 && w[-2] == '-');
}

void jointext_scan(const char *text, size_t n,
		   void (*saw)(void *arg, const char *name, enum jointext what), void *arg)
{
	struct jointext_at t = { .p = text, .end = text + n, .line = text, .before = text };

	while (t.p < t.end) {
		char name[JOINTEXT_NAME];
		const char *w = t.p, *next, *body;

		if (*t.p == '\n') {
			t.before = t.line;
			t.line = ++t.p;
			continue;
		}
		if (skip_quiet(&t))
			continue;
		while (t.p < t.end && is_word(*t.p))
			t.p++;
		next = skip_space(t.p, t.end);
		if (is_member(text, w) && t.p > w && t.p - w < JOINTEXT_NAME) {
			memcpy(name, w, (size_t)(t.p - w));
			name[t.p - w] = '\0';
			saw(arg, name, JOINTEXT_MEMBER);
		}
		if (t.p > w && t.p - w < JOINTEXT_NAME && next < t.end && *next == '(') {
			memcpy(name, w, (size_t)(t.p - w));
			name[t.p - w] = '\0';
			bool call = is_space(*t.line) || *t.line == '#';

			body = call ? NULL : find_body(next, t.end);
			if (call)
				saw(arg, name, JOINTEXT_CALL);
			if (body) {
				saw(arg, name,
				    is_static(&t, w) ? JOINTEXT_STATIC : JOINTEXT_EXTERN);
				move_to(&t, body, next);
			}
		}
		t.p += t.p == w;
	}
}
