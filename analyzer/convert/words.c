// SPDX-License-Identifier: GPL-2.0-or-later
/* Comments and messages of a function speak of the call that it makes now. */
#include <ctype.h>
#include <string.h>

#include "base/file.h"
#include "convert/work.h"

enum words_in { IN_CODE, IN_COMMENT, IN_LINE, IN_STRING, IN_CHAR };

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool word_at(const char *text, const char *p, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(p, word, n) && !is_word(p[n]) && (p == text || !is_word(p[-1]));
}

/* The body of @function: its brackets stand in the first column.  Return: NULL if there is none */
static char *words_body(char *text, const char *function, char **end)
{
	for (char *p = strstr(text, function); p; p = strstr(p + 1, function)) {
		char *line = p, *open, *stop;

		while (line > text && line[-1] != '\n')
			line--;
		if (!word_at(text, p, function) || p[strlen(function)] != '(' ||
		    (!isalpha((unsigned char)*line) && *line != '_'))
			continue;
		open = strstr(p, "\n{");
		stop = strchr(p, ';');
		if (!open || (stop && stop < open))
			continue;
		*end = strstr(open, "\n}");
		if (*end)
			return open;
	}
	return NULL;
}

static enum words_in words_step(enum words_in in, const char **p)
{
	const char *s = *p;

	if ((in == IN_STRING || in == IN_CHAR) && *s == '\\' && s[1]) {
		*p = s + 1;
		return in;
	}
	switch (in) {
	case IN_COMMENT:
		return s[0] == '/' && s[-1] == '*' ? IN_CODE : in;
	case IN_LINE:
		return *s == '\n' ? IN_CODE : in;
	case IN_STRING:
		return *s == '"' || *s == '\n' ? IN_CODE : in;
	case IN_CHAR:
		return *s == '\'' || *s == '\n' ? IN_CODE : in;
	default:
		break;
	}
	if (s[0] == '/' && s[1] == '*') {
		/* its star ends no comment */
		*p = s + 1;
		return IN_COMMENT;
	}
	return s[0] == '/' && s[1] == '/' ? IN_LINE :
	       *s == '"'		  ? IN_STRING :
	       *s == '\''		  ? IN_CHAR :
					    IN_CODE;
}

/* Put @to in the place of @from, of the same length, in comments and strings.  With @ask, only say
 * whether the code itself has @from no more. */
static bool words_replace(char *text, char *body, const char *end, const char *from, const char *to,
			  bool ask)
{
	enum words_in in = IN_CODE;
	const char *p;

	for (p = body; p < end; p++) {
		in = words_step(in, &p);
		if (!word_at(text, p, from))
			continue;
		if (in == IN_CODE && ask)
			return false;
		if (in != IN_CODE && !ask)
			memcpy(text + (p - text), to, strlen(to));
	}
	return true;
}

static int words_site(const struct convert_change *ch, const struct convert_site *cs)
{
	const struct convert_file *f = change_find_file(ch, cs->site->path);
	const char *from = cs->site->api, *to = cs->target;
	struct buf b = { 0 };
	char *body, *end;
	int rc;

	/* another length may break a line that is full */
	if (!f || !*cs->site->function || strlen(from) != strlen(to))
		return 0;
	rc = file_read(f->copy, &b);
	body = rc || !b.len ? NULL : words_body(b.p, cs->site->function, &end);
	if (body && words_replace(b.p, body, end, from, to, true)) {
		words_replace(b.p, body, end, from, to, false);
		rc = file_write(f->copy, b.p, b.len);
	}
	buf_release(&b);
	return rc;
}

int words_follow(const struct convert_change *ch)
{
	struct convert_site *const *cs;

	vec_each (cs, &ch->sites)
		if (words_site(ch, *cs))
			return -1;
	return 0;
}
