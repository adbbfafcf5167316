// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/search.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"
#include "plan/jointext.h"
#include "plan/walk.h"

/* To be changed with what a hit is: the files are read again. */
#define SEARCH_METHOD "words outside of comments and strings"

/* One line of search.key: what a file of that key held. */
struct search_seen {
	uint64_t key;
	bool hit;
};

struct search {
	const char *root;
	const struct search_words *words;
	struct walk now;
	VEC(struct search_seen) seen; /* in the order of the files of then */
	uint64_t names; /* digest of the names looked for */
	struct buf read;
};

/* search.key: one line of digest of the names, then "key hit" in hexadecimal per file. */
static void search_load(struct search *s, const char *path)
{
	struct buf b = { 0 };
	char *p, *end;

	if (!file_exists(path) || file_read(path, &b))
		return;
	p = b.p;
	if (p && strtoull(p, &end, 16) == s->names && end == p + 16 && *end == '\n') {
		for (p = end + 1; *p; p = end + 3) {
			struct search_seen e = { .key = strtoull(p, &end, 16) };

			if (end != p + 16 || end[0] != ' ' || !end[1] || end[2] != '\n')
				break;
			e.hit = end[1] == '1';
			vec_push(&s->seen, e);
		}
	}
	buf_release(&b);
}

static int search_store(struct search *s, const char *path)
{
	struct walk_file *f;
	struct buf b = { 0 };
	int bad;

	buf_addf(&b, "%016llx\n", (unsigned long long)s->names);
	vec_each (f, &s->now.files)
		buf_addf(&b, "%016llx %d\n", (unsigned long long)f->key, f->hit);
	bad = file_write(path, b.p, b.len);
	buf_release(&b);
	return bad;
}

static bool search_word_char(int c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Does the text hold one of the words, comments and strings aside? */
static bool search_text(const struct search_words *words, struct buf *b)
{
	const char *p = buf_str(b), *end = p + b->len;

	while (p < end) {
		const char *w = p;

		while (p < end && search_word_char((unsigned char)*p))
			p++;
		if (p - w > 2 && p - w < 128) {
			char name[128];

			memcpy(name, w, (size_t)(p - w));
			name[p - w] = '\0';
			if (words->has(words, name))
				return true;
		}
		while (p < end && !search_word_char((unsigned char)*p)) {
			const char *behind = jointext_quiet(p, end);

			p = behind > p ? behind : p + 1;
		}
	}
	return false;
}

static int search_read(struct search *s, struct walk_file *f)
{
	char path[4096];

	if (snprintf(path, sizeof(path), "%s/%s", s->root, f->path) >= (int)sizeof(path))
		return error("cannot read '%s': the path is too long", f->path);
	buf_reset(&s->read);
	if (file_read(path, &s->read))
		return -1;
	f->hit = search_text(s->words, &s->read);
	f->known = true;
	return 0;
}

static int search_by_path(const void *a, const void *b)
{
	return strcmp(((const struct walk_file *)a)->path, ((const struct walk_file *)b)->path);
}

/* What ripgrep did not print holds none of the words: it printed root-relative paths, each ended by a
 * NUL. */
static void search_mark(struct search *s, const struct buf *out)
{
	struct walk_file *f;

	vec_each (f, &s->now.files) {
		f->known = !f->link;
		f->hit = false;
	}
	for (size_t i = 0; i < out->len; i += strlen(out->p + i) + 1) {
		const char *path = out->p + i;
		struct walk_file key = { .path = str_starts(path, "./") ? path + 2 : path };

		f = bsearch(&key, s->now.files.v, s->now.files.n, sizeof(key), search_by_path);
		if (f)
			f->known = false;
	}
}

/* Does another of the words lie within this one?  Then a file that holds this holds that. */
static bool search_implied(const strings_vec *words, const char *word)
{
	const char *const *w;

	vec_each (w, words)
		if (strcmp(*w, word) != 0 && strstr(word, *w))
			return true;
	return false;
}

/*
 * The first search reads a gigabyte: ripgrep does that on all processors, and three times as fast if it
 * need not look for whole words and has few to look for.  The few files that it finds are looked into,
 * as is everything if it could not do it.
 */
static void search_ripgrep(struct search *s)
{
	struct buf names = { 0 }, out = { 0 }, err = { 0 };
	char *rg = proc_find("rg");
	const char *const *w;
	const char *argv[] = { "rg",
			       "--no-config",
			       "-l",
			       "-0",
			       "-F",
			       "--no-ignore",
			       "--no-messages",
			       "-f",
			       "-",
			       "-g",
			       "*.[ch]",
			       "-g",
			       "!/tools/",
			       "-g",
			       "!/Documentation/",
			       "-g",
			       "!/scripts/",
			       ".",
			       NULL };
	struct proc p = { .argv = argv, .cwd = s->root, .out = &out, .err = &err };

	if (rg) {
		vec_each (w, &s->words->names)
			if (!search_implied(&s->words->names, *w))
				buf_addf(&names, "%s\n", *w);
		p.input = buf_str(&names);
		p.ninput = names.len;
		/* 0: matches, 1: none, 2: some file could not be read: read them ourselves */
		if (proc_run(&p) == 0 && p.status <= 1)
			search_mark(s, &out);
	}
	free(rg);
	buf_release(&names);
	buf_release(&out);
	buf_release(&err);
}

static uint64_t search_names_digest(const strings_vec *names)
{
	XXH3_state_t *st = XXH3_createState();
	const char *const *w;
	uint64_t h;

	XXH3_64bits_reset(st);
	XXH3_64bits_update(st, SEARCH_METHOD, sizeof(SEARCH_METHOD));
	vec_each (w, names)
		XXH3_64bits_update(st, *w, strlen(*w) + 1);
	h = XXH3_64bits_digest(st);
	XXH3_freeState(st);
	return h;
}

static int search_by_key(const void *a, const void *b)
{
	uint64_t x = ((const struct search_seen *)a)->key, y = ((const struct search_seen *)b)->key;

	return x < y ? -1 : x > y;
}

/* What the last search saw of each file, as far as it is the same file.  Return: how many are not */
static size_t search_recall(struct search *s)
{
	struct walk_file *f;
	size_t i = 0, fresh = 0;

	/* nothing changed: line by line */
	vec_each (f, &s->now.files) {
		if (i == s->seen.n || s->seen.v[i].key != f->key)
			break;
		f->known = true;
		f->hit = s->seen.v[i++].hit;
	}
	if (i == s->now.files.n)
		return 0;
	if (s->seen.n)
		qsort(s->seen.v, s->seen.n, sizeof(s->seen.v[0]), search_by_key);
	for (; f < s->now.files.v + s->now.files.n; f++) {
		struct search_seen key = { .key = f->key }, *e;

		e = s->seen.n ? bsearch(&key, s->seen.v, s->seen.n, sizeof(key), search_by_key) :
				NULL;
		f->known = e;
		f->hit = e && e->hit;
		fresh += !e;
	}
	return fresh;
}

/* Take over what is known, look into the rest.  Return: files looked into, or -1 */
static long search_files(struct search *s)
{
	size_t fresh = search_recall(s);
	struct walk_file *f;

	if (fresh > 1000)
		search_ripgrep(s);
	vec_each (f, &s->now.files)
		if (!f->known && search_read(s, f))
			return -1;
	return (long)fresh;
}

int search_words(const char *root, const char *keyfile, const struct search_words *words,
		 struct arena *a, strings_vec *out)
{
	struct search s = { .root = root, .words = words };
	struct walk_file *f;
	long fresh = -1;
	int rc = -1;

	s.names = search_names_digest(&words->names);
	search_load(&s, keyfile);
	if (!walk_tree(root, &s.now))
		fresh = search_files(&s);
	if (fresh >= 0) {
		rc = fresh || s.seen.n != s.now.files.n ? search_store(&s, keyfile) : 0;
		vec_each (f, &s.now.files)
			if (f->hit)
				vec_push(out, arena_strdup(a, f->path));
	}
	vec_release(&s.seen);
	buf_release(&s.read);
	walk_release(&s.now);
	return rc;
}

static bool search_is_gup(const struct search_words *w, const char *word)
{
	const struct api_row *row = api_find(word);

	return row && api_is_gup(row);
}

int search_tree(const char *root, const char *state, struct arena *a, strings_vec *out)
{
	struct search_words words = { .has = search_is_gup };
	int rc;

	for (size_t i = 0; i < api_nr_rows; i++)
		if (api_is_gup(&api_rows[i]))
			vec_push(&words.names, api_rows[i].name);
	rc = search_words(root, arena_printf(a, "%s/search.key", state), &words, a, out);
	vec_release(&words.names);
	return rc;
}
