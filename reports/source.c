// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines of the tree's source, shown under what was found in them. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "reports/report.h"

#define TAB 8

/**
 * struct source_file - one file, read once
 * @path: relative to the tree
 * @text: content; its line ends are NUL
 * @lines: start of each line
 * @there: it could be read
 * @note: what is to be said of it before its first line; cleared when said
 */
struct source_file {
	const char *path;
	struct buf text;
	VEC(const char *) lines;
	bool there;
	const char *note;
};

static void split_lines(struct source_file *f)
{
	char *p = f->text.p, *end = f->text.p + f->text.len;

	while (p && p < end) {
		char *nl = memchr(p, '\n', (size_t)(end - p));

		vec_push(&f->lines, p);
		if (!nl)
			break;
		*nl = '\0';
		p = nl + 1;
	}
}

static void read_source(struct source_file *f, const struct report *rep)
{
	const struct path_info *info = record_path(rep->r, f->path);
	struct buf full = { 0 };

	buf_addf(&full, "%s/%s", rep->run->tree, f->path);
	if (!path_inside(f->path) || !file_exists(buf_str(&full)) || file_is_dir(buf_str(&full))) {
		f->note = "is not in the tree any more";
	} else if (file_read(buf_str(&full), &f->text)) {
		f->note = "cannot be read";
	} else {
		f->there = true;
		if (info && info->hash && info->hash != file_hash(buf_str(&full)))
			f->note = "has changed since the run: lines may have moved";
		split_lines(f);
	}
	buf_release(&full);
}

static struct source_file *get_source(struct show *sh, const char *path)
{
	struct source_file *f;

	for (size_t i = 0; i < sh->files.n; i++)
		if (!strcmp(sh->files.v[i]->path, path))
			return sh->files.v[i];
	f = calloc(1, sizeof(*f));
	if (!f)
		die("out of memory");
	f->path = path;
	read_source(f, sh->rep);
	vec_push(&sh->files, f);
	return f;
}

void show_release(struct show *sh)
{
	for (size_t i = 0; i < sh->files.n; i++) {
		buf_release(&sh->files.v[i]->text);
		vec_release(&sh->files.v[i]->lines);
		free(sh->files.v[i]);
	}
	vec_release(&sh->files);
}

/* The line with tabs as blanks; Return: where byte @col (from 1) of it went, from 0. */
static int expand_line(const char *s, unsigned int col, struct buf *out)
{
	struct buf raw = { 0 }, cut = { 0 };
	int x = 0, at = 0;
	const char *p;

	for (p = s; *p && *p != '\r'; p++) {
		if ((unsigned int)(p - s) + 1 == col)
			at = x;
		if (*p == '\t') {
			do
				buf_addch(&raw, ' ');
			while (++x % TAB);
			continue;
		}
		buf_addch(&raw, *p);
		x += ((unsigned char)*p & 0xc0) != 0x80;
	}
	if ((unsigned int)(p - s) < col)
		at = x;
	buf_add(out, text_clean(&cut, buf_str(&raw)));
	buf_release(&raw);
	buf_release(&cut);
	return at;
}

/* At most @width characters of it, so that no line wraps. */
static void print_cut(FILE *f, const char *s, int width)
{
	int n = 0;

	for (; *s; s++) {
		n += ((unsigned char)*s & 0xc0) != 0x80;
		if (width > 0 && n > width)
			break;
		fputc(*s, f);
	}
	fputc('\n', f);
}

static void print_line(const struct report *rep, const char *text, unsigned int nr,
		       unsigned int line, unsigned int col)
{
	const struct colours *c = colours_get(rep->colour);
	bool here = nr == line;
	struct buf b = { 0 };
	int at = expand_line(text, here ? col : 0, &b), room = 0;

	if (rep->width)
		room = rep->width > 30 ? rep->width - 12 : 18;
	fprintf(rep->out, "%s%s%7u%s %s|%s ", here ? c->bold : c->dim, here ? "> " : "  ", nr,
		c->off, c->dim, c->off);
	print_cut(rep->out, buf_str(&b), room);
	if (here && col && (!room || at < room))
		fprintf(rep->out, "%10s%s|%s %*s%s^%s\n", "", c->dim, c->off, at, "", c->green,
			c->off);
	buf_release(&b);
}

void show_excerpt(struct show *sh, const char *path, unsigned int line, unsigned int col,
		  unsigned int context)
{
	struct source_file *f = get_source(sh, path);
	const struct report *rep = sh->rep;
	struct buf b = { 0 };
	unsigned int i, first = line > context ? line - context : 1;

	if (f->note) {
		fprintf(rep->out, "    note: '%s' %s\n", text_clean(&b, path), f->note);
		/* What is missing is said each time, as each time lines are missing. */
		if (f->there)
			f->note = NULL;
	}
	if (f->there && line && line > f->lines.n)
		fprintf(rep->out, "    note: the file has only %zu lines\n", f->lines.n);
	for (i = first; line && line <= f->lines.n && i <= line + context; i++)
		if (i <= f->lines.n)
			print_line(rep, f->lines.v[i - 1], i, line, col);
	buf_release(&b);
}
