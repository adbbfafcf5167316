// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/ignore.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rules/rules.h"

#define MARK "gupcheck:"
#define MAX_STATEMENT 64u /* lines; what is longer is no statement */

/**
 * struct scan - the place in the text
 * @p, @end: the rest of it
 * @line: number of the line that @p is in
 * @code: something but comments and blanks stands before @p in its line
 */
struct scan {
	const char *p, *end;
	unsigned int line;
	bool code;
};

static void advance(struct scan *s)
{
	if (*s->p++ != '\n')
		return;
	s->line++;
	s->code = false;
}

static bool at(const struct scan *s, const char *what)
{
	size_t n = strlen(what);

	return (size_t)(s->end - s->p) >= n && !memcmp(s->p, what, n);
}

/* Behind a literal; one without an end stops with its line, as in "#error don't". */
static void skip_literal(struct scan *s)
{
	char quote = *s->p;

	s->code = true;
	for (advance(s); s->p < s->end && *s->p != quote && *s->p != '\n'; advance(s))
		if (*s->p == '\\' && s->p + 1 < s->end)
			advance(s);
	if (s->p < s->end && *s->p == quote)
		advance(s);
}

/* Behind a comment; @stop gets the end of what it says. */
static void skip_comment(struct scan *s, const char **stop)
{
	bool block = s->p[1] == '*', code = s->code;
	unsigned int line = s->line;

	s->p += 2;
	while (s->p < s->end && (block ? !at(s, "*/") : *s->p != '\n'))
		advance(s);
	*stop = s->p;
	for (int i = 0; block && i < 2 && s->p < s->end; i++)
		advance(s);
	if (s->line == line)
		s->code = code;
}

static bool at_comment(const struct scan *s)
{
	return at(s, "/*") || at(s, "//");
}

/* ---- which lines a comment is about ---- */

/* To the next code: behind blanks, comments and preprocessor lines. */
static void skip_to_code(struct scan *s)
{
	const char *stop;

	while (s->p < s->end) {
		if (at_comment(s))
			skip_comment(s, &stop);
		else if (*s->p == '#' && !s->code)
			while (s->p < s->end && (*s->p != '\n' || s->p[-1] == '\\'))
				advance(s);
		else if (isspace((unsigned char)*s->p))
			advance(s);
		else
			return;
	}
}

/* Lines of the statement that follows, or of the head of a block. */
static void statement(struct scan s, struct ignore *i)
{
	const char *stop;
	int depth = 0;

	skip_to_code(&s);
	if (s.p == s.end)
		return;
	for (i->first = i->last = s.line; s.p < s.end && s.line < i->first + MAX_STATEMENT;) {
		i->last = s.line;
		if (at_comment(&s)) {
			skip_comment(&s, &stop);
			continue;
		}
		if (*s.p == '"' || *s.p == '\'') {
			skip_literal(&s);
			continue;
		}
		depth += (*s.p == '(' || *s.p == '[') - (*s.p == ')' || *s.p == ']');
		if (depth <= 0 && strchr(";{}", *s.p))
			return;
		advance(&s);
	}
}

/* ---- what a comment says ---- */

/**
 * struct comment - one comment under way
 * @lines: the lines that it is about, and the line of the current "gupcheck:"
 */
struct comment {
	const char *path;
	struct record *r;
	ignore_vec *out;
	struct ignore lines;
};

static void complain(const struct comment *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void complain(const struct comment *c, const char *fmt, ...)
{
	struct notice n = { .kind = "suppression", .path = c->path };
	char why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	n.text = arena_printf(&c->r->mem, "line %u: %s", c->lines.line, why);
	vec_push(&c->r->notices, n);
}

static bool is_rule_char(char ch)
{
	return isalnum((unsigned char)ch) || ch == '-' || ch == '_';
}

/* "RULE, RULE: REASON" */
static void parse_rules(const struct comment *c, const char *p)
{
	const char *reason = strchr(p, ':');

	if (reason)
		for (reason++; *reason == ' '; reason++)
			;
	if (!reason || !*reason) {
		complain(c, "the comment gives no reason behind the rules, so it does not count");
		return;
	}
	for (;;) {
		struct ignore i = c->lines;
		size_t n = 0;

		while (is_rule_char(p[n]))
			n++;
		i.path = c->path;
		i.rule = str_intern_n(p, n);
		i.reason = arena_strdup(&c->r->mem, reason);
		if (!n || !rule_find(i.rule))
			complain(c, "there is no rule '%s' to ignore", i.rule);
		else
			vec_push(c->out, i);
		for (p += n; *p == ' '; p++)
			;
		if (*p == ':')
			return;
		if (*p != ',') {
			complain(c, "a ',' or ':' is missing behind the rule '%s'", i.rule);
			return;
		}
		for (p++; *p == ' '; p++)
			;
	}
}

static void parse_mark(const struct comment *c, const char *text)
{
	static const char verb[] = "ignore ";

	while (*text == ' ')
		text++;
	if (!str_starts(text, verb)) {
		complain(c, "'gupcheck: %.40s' is not understood; only 'ignore RULE: REASON' is",
			 text);
		return;
	}
	for (text += sizeof(verb) - 1; *text == ' '; text++)
		;
	parse_rules(c, text);
}

/* One line of a comment without blanks and the stars in front; Return: where the next starts. */
static const char *next_line(const char *p, const char *end, struct buf *line)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p)), *stop = nl ? nl : end;

	while (p < stop && isspace((unsigned char)*p))
		p++;
	while (p < stop && *p == '*')
		p++;
	while (p < stop && isspace((unsigned char)*p))
		p++;
	while (p < stop && isspace((unsigned char)stop[-1]))
		stop--;
	buf_reset(line);
	for (; p < stop; p++)
		buf_addch(line, isspace((unsigned char)*p) ? ' ' : *p);
	return nl ? nl + 1 : end;
}

/* A mark starts a line of the comment; what it says ends with a blank line or the next mark. */
static void parse_comment(struct comment *c, const char *p, const char *end, unsigned int line)
{
	struct buf said = { 0 }, text = { 0 };
	bool open = false;

	for (; p < end; line++) {
		bool mark;

		p = next_line(p, end, &text);
		mark = str_starts(buf_str(&text), MARK);
		if (open && (mark || !text.len)) {
			parse_mark(c, buf_str(&said));
			open = false;
		}
		if (mark) {
			open = true;
			c->lines.line = line;
			buf_reset(&said);
			buf_add(&said, buf_str(&text) + sizeof(MARK) - 1);
		} else if (open) {
			buf_addf(&said, " %s", buf_str(&text));
		}
	}
	if (open)
		parse_mark(c, buf_str(&said));
	buf_release(&said);
	buf_release(&text);
}

static void scan_comment(struct scan *s, struct comment *c)
{
	const char *start = s->p + 2, *stop;
	unsigned int line = s->line;
	bool code = s->code;

	skip_comment(s, &stop);
	if (!memmem(start, (size_t)(stop - start), MARK, sizeof(MARK) - 1))
		return;
	c->lines = (struct ignore){ 0 };
	if (code)
		c->lines.first = c->lines.last = line;
	else
		statement(*s, &c->lines);
	parse_comment(c, start, stop, line);
}

void ignore_scan(const char *path, const struct buf *text, struct record *r, ignore_vec *out)
{
	struct scan s = { text->p, text->p + text->len, 1, false };
	struct comment c = { .path = path, .r = r, .out = out };

	/* most files say nothing */
	if (!text->len || !memmem(text->p, text->len, MARK, sizeof(MARK) - 1))
		return;
	while (s.p < s.end) {
		if (at_comment(&s)) {
			scan_comment(&s, &c);
		} else if (*s.p == '"' || *s.p == '\'') {
			skip_literal(&s);
		} else {
			if (!isspace((unsigned char)*s.p))
				s.code = true;
			advance(&s);
		}
	}
}

bool ignore_covers(const struct ignore *i, const char *path, unsigned int line)
{
	return i->first && line >= i->first && line <= i->last && !strcmp(i->path, path);
}
