// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/words.h"

#include <stdbool.h>
#include <string.h>

struct splitter {
	const char *s;
	struct buf word;
	bool open; /* a word has begun, maybe an empty one */
	const char *wrong;
};

static const char *words_meta(char c)
{
	switch (c) {
	case ';':
		return "a shell metacharacter ';'";
	case '|':
		return "a shell metacharacter '|'";
	case '&':
		return "a shell metacharacter '&'";
	case '<':
	case '>':
		return "a shell redirection";
	case '(':
	case ')':
		return "a shell parenthesis";
	case '`':
		return "a shell command substitution";
	case '\n':
		return "a newline outside quotes";
	}
	return NULL;
}

/* A '$' is plain text unless a shell would expand what follows. */
static bool words_expands(const char *s)
{
	return s[1] == '(' || s[1] == '{' || s[1] == '_' || (s[1] >= '0' && s[1] <= '9') ||
	       (s[1] >= 'a' && s[1] <= 'z') || (s[1] >= 'A' && s[1] <= 'Z') ||
	       (s[1] && strchr("@*#?-$!", s[1]));
}

static void words_single(struct splitter *sp)
{
	const char *end = strchr(sp->s + 1, '\'');

	if (!end) {
		sp->wrong = "a quote that is never closed";
		return;
	}
	buf_addn(&sp->word, sp->s + 1, (size_t)(end - sp->s - 1));
	sp->s = end + 1;
}

static void words_double(struct splitter *sp)
{
	for (sp->s++; *sp->s && *sp->s != '"'; sp->s++) {
		if (*sp->s == '\\' && sp->s[1] && strchr("$`\"\\\n", sp->s[1])) {
			sp->s++;
			if (*sp->s != '\n')
				buf_addch(&sp->word, *sp->s);
			continue;
		}
		if (*sp->s == '`' || (*sp->s == '$' && words_expands(sp->s))) {
			sp->wrong = *sp->s == '`' ? words_meta('`') : "a shell expansion";
			return;
		}
		buf_addch(&sp->word, *sp->s);
	}
	if (!*sp->s)
		sp->wrong = "a quote that is never closed";
	else
		sp->s++;
}

static void words_plain(struct splitter *sp)
{
	if (*sp->s == '\\') {
		if (!sp->s[1]) {
			sp->wrong = "a backslash at its end";
			return;
		}
		if (sp->s[1] != '\n')
			buf_addch(&sp->word, sp->s[1]);
		sp->s += 2;
		return;
	}
	sp->wrong = words_meta(*sp->s);
	if (!sp->wrong && *sp->s == '$' && words_expands(sp->s))
		sp->wrong = "a shell expansion";
	buf_addch(&sp->word, *sp->s++);
}

const char *words_split(const char *s, struct arena *a, strings_vec *out)
{
	struct splitter sp = { .s = s };

	while (*sp.s && !sp.wrong) {
		if (*sp.s == ' ' || *sp.s == '\t') {
			if (sp.open)
				vec_push(out, arena_strdup(a, buf_str(&sp.word)));
			buf_reset(&sp.word);
			sp.open = false;
			sp.s++;
			continue;
		}
		/* a line continuation alone begins no word */
		sp.open = sp.open || !(sp.s[0] == '\\' && sp.s[1] == '\n');
		if (*sp.s == '\'')
			words_single(&sp);
		else if (*sp.s == '"')
			words_double(&sp);
		else
			words_plain(&sp);
	}
	if (!sp.wrong && sp.open)
		vec_push(out, arena_strdup(a, buf_str(&sp.word)));
	buf_release(&sp.word);
	return sp.wrong;
}

void words_quote(struct buf *b, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./+,=@%:-";

	if (*s && strspn(s, plain) == strlen(s)) {
		buf_add(b, s);
		return;
	}
	buf_addch(b, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			buf_add(b, "'\\''");
		else
			buf_addch(b, *s);
	}
	buf_addch(b, '\'');
}

int words_ninja_path(struct buf *b, const char *s)
{
	if (!*s || strchr(s, '\n'))
		return -1;
	for (; *s; s++) {
		if (strchr("$ :", *s))
			buf_addch(b, '$');
		buf_addch(b, *s);
	}
	return 0;
}

void words_ninja_text(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '$')
			buf_addch(b, '$');
		buf_addch(b, *s);
	}
}
