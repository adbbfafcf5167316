// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/calltext.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What the last token says about a name that follows it. */
enum before {
	B_EXPRESSION, /* the name may be called */
	B_WORD, /* a type or qualifier: the name is declared */
	B_MEMBER /* -> or . or *: a member, or a declared pointer */
};

/**
 * struct scan - where the scanner stands
 * @p: next byte; @end: one past the last
 * @line_start: the first byte of the current line
 * @before: see enum before
 * @depth: conditional directives that are open
 * @dead: depth of the `#if 0` that hides the text, 0 if none does
 */
struct scan {
	const char *p, *end, *line_start;
	unsigned int line;
	bool fresh_line;
	enum before before;
	int depth, dead;
	text_calls *calls;
};

static char at(const struct scan *s, size_t k)
{
	return (size_t)(s->end - s->p) > k ? s->p[k] : '\0';
}

static void advance(struct scan *s, size_t k)
{
	while (k-- && s->p < s->end) {
		if (*s->p++ == '\n') {
			s->line++;
			s->line_start = s->p;
			s->fresh_line = true;
		}
	}
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* Go past a comment if one starts here. */
static bool skip_comment(struct scan *s)
{
	bool fresh = s->fresh_line;

	if (at(s, 0) != '/' || (at(s, 1) != '*' && at(s, 1) != '/'))
		return false;
	if (at(s, 1) == '*') {
		advance(s, 2);
		while (s->p < s->end && !(at(s, 0) == '*' && at(s, 1) == '/'))
			advance(s, 1);
		advance(s, 2);
		s->fresh_line = fresh;
		return true;
	}
	while (s->p < s->end && at(s, 0) != '\n')
		advance(s, at(s, 0) == '\\' ? 2 : 1);
	return true;
}

/* Go past a string or character constant; one that the line does not close ends with it. */
static void skip_quoted(struct scan *s)
{
	char quote = at(s, 0);

	advance(s, 1);
	while (s->p < s->end && at(s, 0) != quote && at(s, 0) != '\n')
		advance(s, at(s, 0) == '\\' ? 2 : 1);
	if (at(s, 0) == quote)
		advance(s, 1);
	s->before = B_EXPRESSION;
}

/* Note a directive: its word and whether its condition is a plain 0. */
static void note_directive(struct scan *s, const char *text, size_t n)
{
	char word[16] = "", cond[4] = "";
	char line[64];

	snprintf(line, sizeof(line), "%.*s", (int)(n < sizeof(line) - 1 ? n : sizeof(line) - 1),
		 text);
	if (sscanf(line, " # %15[a-z] %3s", word, cond) < 1)
		return;
	if (!strncmp(word, "if", 2)) {
		s->depth++;
		if (!s->dead && !strcmp(word, "if") && !strcmp(cond, "0"))
			s->dead = s->depth;
	} else if (!strcmp(word, "else") || !strncmp(word, "elif", 4)) {
		if (s->dead == s->depth)
			s->dead = 0;
	} else if (!strcmp(word, "endif")) {
		if (s->dead == s->depth)
			s->dead = 0;
		s->depth -= s->depth > 0;
	}
}

/* Go past a directive with its continuation lines; a comment in it may span lines, too. */
static void skip_directive(struct scan *s)
{
	const char *start = s->p;

	while (s->p < s->end && at(s, 0) != '\n') {
		if (at(s, 0) == '"' || at(s, 0) == '\'')
			skip_quoted(s);
		else if (!skip_comment(s))
			advance(s, at(s, 0) == '\\' ? (at(s, 1) == '\r' ? 3 : 2) : 1);
	}
	note_directive(s, start, (size_t)(s->p - start));
	s->fresh_line = false;
}

static bool is_statement_word(const char *w, size_t n)
{
	static const char *const words[] = { "return", "else", "do", "case", "goto" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == n && !memcmp(words[i], w, n))
			return true;
	return false;
}

/* Does `(` follow, whatever blanks and comments stand between? */
static bool opens_call(struct scan s)
{
	while (s.p < s.end) {
		if (isspace((unsigned char)at(&s, 0)) || at(&s, 0) == '\\')
			advance(&s, 1);
		else if (!skip_comment(&s))
			break;
	}
	return at(&s, 0) == '(';
}

static void scan_word(struct scan *s)
{
	const char *start = s->p;
	unsigned int col = (unsigned int)(s->p - s->line_start) + 1;
	const struct api_row *row = NULL;
	char name[64];
	size_t n = 0;

	while (is_word(at(s, n)))
		n++;
	advance(s, n);
	if (n < sizeof(name)) {
		memcpy(name, start, n);
		name[n] = '\0';
		row = api_find(name);
	}
	if (row && (row->role == API_ACQUIRE || row->role == API_RELEASE) &&
	    s->before == B_EXPRESSION && opens_call(*s))
		vec_push(s->calls, ((struct text_call){ row, s->line, col }));
	s->before = is_statement_word(start, n) ? B_EXPRESSION : B_WORD;
}

static void scan_punctuation(struct scan *s)
{
	bool arrow = at(s, 0) == '-' && at(s, 1) == '>';

	s->before = arrow || at(s, 0) == '.' || at(s, 0) == '*' ? B_MEMBER : B_EXPRESSION;
	advance(s, arrow ? 2 : 1);
}

void calltext_scan(const char *text, size_t n, text_calls *calls)
{
	struct scan s = { .p = text,
			  .end = text + n,
			  .line_start = text,
			  .line = 1,
			  .fresh_line = true,
			  .calls = calls };

	while (s.p < s.end) {
		char c = at(&s, 0);

		if (isspace((unsigned char)c) || c == '\\') {
			advance(&s, 1);
		} else if (skip_comment(&s)) {
			continue;
		} else if (c == '#' && s.fresh_line) {
			skip_directive(&s);
		} else if (s.dead) {
			s.fresh_line = false;
			advance(&s, 1);
		} else {
			s.fresh_line = false;
			if (c == '"' || c == '\'')
				skip_quoted(&s);
			else if (is_word(c))
				scan_word(&s);
			else
				scan_punctuation(&s);
		}
	}
}
