// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/verdicts.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"
#include "rules/rules.h"

#define MADE_LEN 20 /* 2026-01-31T12:00:00Z */

bool verdict_is_status(const char *what)
{
	static const char *const names[] = { "unconverted", "converted", "exempt", "mixed",
					     "core",	    "test",	 "unknown" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], what))
			return true;
	return false;
}

bool verdict_is_fingerprint(const char *s)
{
	if (*s != 's' && *s != 'f')
		return false;
	for (s++; isdigit((unsigned char)*s); s++)
		;
	return *s == '-' && s[1] && s[1 + strspn(s + 1, "0123456789abcdef")] == '\0';
}

/* ---- reading ---- */

/**
 * struct reading - one list under way
 * @name: what the list is called
 * @line: number of the current line
 */
struct reading {
	const char *name;
	unsigned int line;
	notice_vec *bad;
	struct arena *mem;
};

static int refuse(struct reading *rd, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static int refuse(struct reading *rd, const char *fmt, ...)
{
	struct buf b = { 0 };
	struct notice n = { .kind = "suppression", .path = rd->name };
	char why[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	buf_addf(&b, "line %u: %s", rd->line, why);
	n.text = arena_strdup(rd->mem, buf_str(&b));
	buf_release(&b);
	vec_push(rd->bad, n);
	return -1;
}

static int hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* A path or function as it was before it was written. */
static const char *decode(const char *word)
{
	struct buf b = { 0 };
	const char *s;

	if (!strcmp(word, "-"))
		return "";
	for (; *word; word++) {
		if (*word == '%' && isxdigit((unsigned char)word[1]) &&
		    isxdigit((unsigned char)word[2]) && (word[1] != '0' || word[2] != '0')) {
			buf_addch(&b, (char)(hex(word[1]) << 4 | hex(word[2])));
			word += 2;
		} else {
			buf_addch(&b, *word);
		}
	}
	s = str_intern(buf_str(&b));
	buf_release(&b);
	return s;
}

static char *next_word(char **p)
{
	char *word = *p + strspn(*p, " \t"), *end = word + strcspn(word, " \t");

	*p = end + (*end != '\0');
	*end = '\0';
	return *word ? word : NULL;
}

static void trim(char *s)
{
	size_t n = strlen(s);

	while (n && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
}

/* "false alarm [Jane, 2026-01-31T12:00:00Z]": take off the part in brackets. */
static void split_note(struct verdict *v)
{
	const char *open = strrchr(v->note, '['), *comma = open ? strrchr(open, ',') : NULL;
	size_t n = open ? (size_t)(open - v->note) : 0;

	v->source = "review";
	v->place = "";
	while (n && v->note[n - 1] == ' ')
		n--;
	if (!n || !comma || strlen(comma) != MADE_LEN + 3 || comma[1] != ' ' ||
	    comma[2 + 10] != 'T' || comma[1 + MADE_LEN] != 'Z' || comma[2 + MADE_LEN] != ']')
		return;
	v->place = str_intern_n(open + 1, (size_t)(comma - open - 1));
	v->made = str_intern_n(comma + 2, MADE_LEN);
	v->note = str_intern_n(v->note, n);
}

static int set_site(struct reading *rd, char *what, struct verdict *v)
{
	char *colon = strchr(what, ':');

	if (colon)
		*colon++ = '\0';
	if (!verdict_is_status(what))
		return refuse(rd, "'%s' is no status of a site", what);
	if (colon && (*colon < '0' || *colon > '5' || colon[1]))
		return refuse(rd, "'%s' is no case; 0 to 5 are", colon);
	v->what = str_intern(what);
	v->kase = colon ? *colon - '0' : -1;
	v->rule = "";
	return 0;
}

static int set_finding(struct reading *rd, char *what, struct verdict *v)
{
	char *colon = strchr(what, ':');

	if (colon)
		*colon++ = '\0';
	if (colon && strcmp(colon, "true") && strcmp(colon, "false"))
		return refuse(rd, "'%s' is no verdict; true and false are", colon);
	if (!rule_find(what))
		return refuse(rd, "there is no rule '%s'", what);
	v->what = colon && !strcmp(colon, "true") ? "true" : "false";
	v->kase = -1;
	v->rule = str_intern(what);
	return 0;
}

static int read_line(struct reading *rd, char *line, struct verdict *v)
{
	char *note = strchr(line, '#'), *id, *what, *path, *function;

	if (note)
		*note++ = '\0';
	id = next_word(&line);
	what = next_word(&line);
	path = next_word(&line);
	function = next_word(&line);
	if (!function || next_word(&line))
		return refuse(rd, "not of the form FINGERPRINT WHAT PATH FUNCTION # REASON");
	if (!verdict_is_fingerprint(id))
		return refuse(rd, "'%s' is no fingerprint", id);
	if (note) {
		note += strspn(note, " \t");
		trim(note);
	}
	if (!note || !*note)
		return refuse(rd, "%s has no reason behind '#', so it does not count", id);
	v->fingerprint = str_intern(id);
	v->path = decode(path);
	v->function = decode(function);
	if (*id == 's' ? set_site(rd, what, v) : set_finding(rd, what, v))
		return -1;
	v->note = str_intern(note);
	return 0;
}

static const char *list_place(const struct reading *rd)
{
	struct buf b = { 0 };
	const char *s;

	buf_addf(&b, "%s:%u", rd->name, rd->line);
	s = str_intern(buf_str(&b));
	buf_release(&b);
	return s;
}

int verdicts_read(const char *path, const char *name, bool reviews, verdict_vec *out,
		  notice_vec *bad, struct arena *mem)
{
	struct reading rd = { .name = str_intern(name), .bad = bad, .mem = mem };
	struct buf b = { 0 };
	char *line, *next;

	if (file_read(path, &b)) {
		buf_release(&b);
		return -1;
	}
	for (line = b.p; line && *line; line = next) {
		struct verdict v = { .kase = -1, .source = "list", .made = "" };
		size_t n = strcspn(line, "\n");

		next = line + n + (line[n] != '\0');
		line[n] = '\0';
		rd.line++;
		line += strspn(line, " \t\r");
		if (!*line || *line == '#')
			continue;
		v.place = list_place(&rd);
		if (read_line(&rd, line, &v))
			continue;
		if (reviews)
			split_note(&v);
		vec_push(out, v);
	}
	buf_release(&b);
	return 0;
}

/* ---- writing ---- */

static void write_word(FILE *f, const char *s)
{
	if (!s || !*s || !strcmp(s, "-")) {
		/* a file that is called "-" is not mistaken for none */
		fputs(s && *s ? "%2d" : "-", f);
		return;
	}
	for (; *s; s++) {
		if ((unsigned char)*s <= ' ' || *s == '%' || *s == '#' || *s == 0x7f)
			fprintf(f, "%%%02x", (unsigned char)*s);
		else
			fputc(*s, f);
	}
}

/* What stands in one line: no line ends, and nothing that ends the part in brackets. */
static void write_text(FILE *f, const char *s, const char *except)
{
	for (s = s ? s : ""; *s; s++)
		fputc((unsigned char)*s < ' ' || strchr(except, *s) ? ' ' : *s, f);
}

static void write_what(FILE *f, const struct verdict *v)
{
	if (*v->fingerprint == 's') {
		fputs(v->what, f);
		if (v->kase >= 0)
			fprintf(f, ":%d", v->kase);
	} else {
		fprintf(f, "%s%s", v->rule, strcmp(v->what, "true") ? "" : ":true");
	}
}

void verdicts_write(FILE *f, const verdict_vec *list)
{
	const struct verdict *v;

	vec_each (v, list) {
		fprintf(f, "%s ", v->fingerprint);
		write_what(f, v);
		fputc(' ', f);
		write_word(f, v->path);
		fputc(' ', f);
		write_word(f, v->function);
		fputs(" # ", f);
		write_text(f, v->note, "");
		if (!strcmp(v->source, "review") && strlen(v->made) == MADE_LEN) {
			fputs(" [", f);
			write_text(f, v->place, "[],");
			fprintf(f, ", %s]", v->made);
		}
		fputc('\n', f);
	}
}
