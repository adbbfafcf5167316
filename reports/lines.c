// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/lines.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/diag.h"
#include "base/file.h"
#include "reports/report.h"

static void read_text(struct source *f, const struct record *r)
{
	const struct path_info *info = record_path(r, f->path);
	struct buf full = { 0 };

	buf_addf(&full, "%s/%s", r->tree, f->path);
	if (path_inside(f->path) && file_exists(buf_str(&full)) && !file_is_dir(buf_str(&full)) &&
	    !file_read(buf_str(&full), &f->text)) {
		f->there = true;
		f->changed = info && info->hash && info->hash != file_hash(buf_str(&full));
	}
	buf_release(&full);
}

const struct source *source_get(struct sources *all, const char *path)
{
	struct source *f;
	size_t i;

	for (i = 0; i < all->files.n; i++)
		if (all->files.v[i]->path == path)
			return all->files.v[i];
	path = str_intern(path);
	for (i = 0; i < all->files.n; i++)
		if (all->files.v[i]->path == path)
			return all->files.v[i];
	f = calloc(1, sizeof(*f));
	if (!f)
		die("out of memory");
	f->path = path; /* interned */
	read_text(f, all->r);
	vec_push(&f->starts, 0);
	for (i = 0; i < f->text.len; i++)
		if (f->text.p[i] == '\n')
			vec_push(&f->starts, i + 1);
	vec_push(&f->starts, f->text.len + 1);
	vec_push(&all->files, f);
	return f;
}

void sources_release(struct sources *all)
{
	for (size_t i = 0; i < all->files.n; i++) {
		struct source *f = all->files.v[i];

		buf_release(&f->text);
		vec_release(&f->starts);
		vec_release(&f->hashes);
		free(f);
	}
	vec_release(&all->files);
}

size_t source_line(const struct source *f, unsigned int line, const char **text)
{
	size_t start, end;

	*text = "";
	if (!f->there || !line || line >= f->starts.n)
		return 0;
	start = f->starts.v[line - 1];
	end = f->starts.v[line] - 1;
	if (end > start && f->text.p[end - 1] == '\r')
		end--;
	*text = f->text.p + start;
	return end - start;
}

unsigned int source_column(const struct source *f, unsigned int line, unsigned int col)
{
	const char *s;
	size_t i, n = source_line(f, line, &s);
	unsigned int out = 1;

	if (!col)
		return 1;
	if (col > n + 1)
		return col;
	for (i = 0; i + 1 < col; i++) {
		unsigned char c = (unsigned char)s[i];

		/* a sequence of four bytes is a pair of units */
		out += (c & 0xc0) != 0x80;
		out += c >= 0xf0;
	}
	return out;
}

unsigned int source_word(const struct source *f, unsigned int line, unsigned int col)
{
	const char *s;
	size_t n = source_line(f, line, &s), i;

	if (!col || col > n)
		return 1;
	for (i = col - 1; i < n && (isalnum((unsigned char)s[i]) || s[i] == '_'); i++)
		;
	return i == col - 1 ? 1 : (unsigned int)(i - (col - 1));
}

/* ---- GitHub's hash ---- */

#define BLOCK 100
#define BASE 37
#define END_OF_FILE 65535

struct hash_count {
	UT_hash_handle hh;
	uint64_t hash;
	unsigned int n;
};

/**
 * struct roller - a window of BLOCK characters that rolls over the text
 * @window: the characters
 * @starts: a line starts with that character
 * @first: BASE to the power of BLOCK: what the character that leaves had become
 */
struct roller {
	unsigned int window[BLOCK];
	bool starts[BLOCK];
	size_t at;
	uint64_t hash, first;
	bool line_start, after_cr;
	struct hash_count *counts;
	struct arena mem;
	strings_vec *out;
};

static void put_hash(struct roller *r)
{
	struct hash_count *c;
	struct buf b = { 0 };

	HASH_FIND(hh, r->counts, &r->hash, sizeof(r->hash), c);
	if (!c) {
		c = arena_new(&r->mem, struct hash_count);
		c->hash = r->hash;
		HASH_ADD(hh, r->counts, hash, sizeof(c->hash), c);
	}
	buf_addf(&b, "%" PRIx64 ":%u", r->hash, ++c->n);
	vec_push(r->out, str_intern(buf_str(&b)));
	r->starts[r->at] = false;
	buf_release(&b);
}

static void roll(struct roller *r, unsigned int c)
{
	r->hash = r->hash * BASE + c - r->first * r->window[r->at];
	r->window[r->at] = c;
	r->at = (r->at + 1) % BLOCK;
}

static void add_unit(struct roller *r, unsigned int c)
{
	bool skip = c == ' ' || c == '\t' || (r->after_cr && c == '\n');

	r->after_cr = !skip && c == '\r';
	if (skip)
		return;
	if (c == '\r')
		c = '\n';
	if (r->starts[r->at])
		put_hash(r);
	r->starts[r->at] = r->line_start;
	r->line_start = c == '\n';
	roll(r, c);
}

/* A character of @n bytes as UTF-16. */
static void add_character(struct roller *r, const unsigned char *s, size_t n)
{
	unsigned int c = n == 1 ? s[0] : s[0] & (0xffu >> (n + 1));

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3f);
	if (c < 0x10000) {
		add_unit(r, c);
	} else {
		add_unit(r, 0xd800 + ((c - 0x10000) >> 10));
		add_unit(r, 0xdc00 + ((c - 0x10000) & 0x3ff));
	}
}

void line_hashes(const char *text, size_t n, strings_vec *out)
{
	struct roller r = { .first = 1, .line_start = true, .out = out };
	size_t i, len;

	for (i = 0; i < BLOCK; i++)
		r.first *= BASE;
	for (i = 0; i < n; i += len ? len : 1) {
		len = utf8_sequence(text + i, n - i);
		if (len)
			add_character(&r, (const unsigned char *)text + i, len);
		else
			add_unit(&r, 0xfffd);
	}
	add_unit(&r, END_OF_FILE);
	for (i = 0; i < BLOCK; i++) {
		if (r.starts[r.at])
			put_hash(&r);
		roll(&r, 0);
	}
	HASH_CLEAR(hh, r.counts);
	arena_release(&r.mem);
}

const char *source_hash(const struct source *f, unsigned int line)
{
	/* filled on first use: what it says does not change */
	struct source *w = (struct source *)f;

	if (!f->there || f->changed || !line)
		return NULL;
	if (!f->hashes.n) {
		strings_vec all = { 0 };

		line_hashes(buf_str(&f->text), f->text.len, &all);
		for (size_t i = 0; i < all.n; i++)
			vec_push(&w->hashes, all.v[i]);
		vec_release(&all);
	}
	return line <= f->hashes.n ? f->hashes.v[line - 1] : NULL;
}
