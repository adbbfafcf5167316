// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/search.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <uthash.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/str.h"

/* One file of the tree as it is now; the key changes with its path, size, inode and time. */
struct search_file {
	const char *path;
	uint64_t key;
	bool hit, known;
	bool link; /* ripgrep does not follow it */
};

/* One line of search.key: what a file of that key held. */
struct search_seen {
	uint64_t key;
	bool hit;
	UT_hash_handle hh;
};

struct search {
	const char *root;
	const struct search_words *words;
	struct arena tmp;
	VEC(struct search_file) files;
	struct search_seen *seen;
	uint64_t names; /* digest of the names looked for */
	struct buf read;
};

static bool search_skips_dir(const char *rel, const char *name)
{
	static const char *const top[] = { "tools", "Documentation", "scripts" };

	if (name[0] == '.')
		return true;
	for (size_t i = 0; i < sizeof(top) / sizeof(top[0]); i++)
		if (!*rel && !strcmp(name, top[i]))
			return true;
	return !strcmp(name, "generated") && str_ends(rel, "include");
}

static void search_add(struct search *s, int dirfd, const char *rel, const char *name, bool link)
{
	struct search_file f = { 0 };
	struct stat st;
	struct {
		uint64_t path, size, ino, sec, nsec;
	} id;

	if (fstatat(dirfd, name, &st, 0) || !S_ISREG(st.st_mode))
		return;
	f.link = link;
	f.path = *rel ? arena_printf(&s->tmp, "%s/%s", rel, name) : arena_strdup(&s->tmp, name);
	id.path = XXH3_64bits(f.path, strlen(f.path));
	id.size = (uint64_t)st.st_size;
	id.ino = st.st_ino;
	id.sec = (uint64_t)st.st_mtim.tv_sec;
	id.nsec = (uint64_t)st.st_mtim.tv_nsec;
	f.key = XXH3_64bits(&id, sizeof(id));
	vec_push(&s->files, f);
}

static void search_walk(struct search *s, int fd, const char *rel)
{
	DIR *d = fdopendir(fd);
	struct dirent *e;

	if (!d) {
		close(fd);
		return;
	}
	while ((e = readdir(d))) {
		bool source = str_ends(e->d_name, ".c") || str_ends(e->d_name, ".h");
		int sub;

		if (e->d_name[0] == '.')
			continue;
		/* linked files count, linked folders would be seen twice */
		if (e->d_type == DT_REG || e->d_type == DT_LNK ||
		    (e->d_type == DT_UNKNOWN && source)) {
			if (source)
				search_add(s, dirfd(d), rel, e->d_name, e->d_type == DT_LNK);
			continue;
		}
		if (search_skips_dir(rel, e->d_name))
			continue;
		sub = openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (sub < 0) {
			if (errno != ENOTDIR)
				warn("cannot search '%s/%s/%s': %s", s->root, rel, e->d_name,
				     strerror(errno));
			continue;
		}
		search_walk(s, sub,
			    *rel ? arena_printf(&s->tmp, "%s/%s", rel, e->d_name) :
				   arena_strdup(&s->tmp, e->d_name));
	}
	closedir(d);
}

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
			struct search_seen *e;
			uint64_t key = strtoull(p, &end, 16);

			if (end != p + 16 || end[0] != ' ' || !end[1] || end[2] != '\n')
				break;
			e = arena_new(&s->tmp, struct search_seen);
			e->key = key;
			e->hit = end[1] == '1';
			HASH_ADD(hh, s->seen, key, sizeof(e->key), e);
		}
	}
	buf_release(&b);
}

static int search_store(struct search *s, const char *path)
{
	struct search_file *f;
	struct buf b = { 0 };
	int bad;

	buf_addf(&b, "%016llx\n", (unsigned long long)s->names);
	vec_each (f, &s->files)
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

/* Does the text hold one of the words? */
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
		while (p < end && !search_word_char((unsigned char)*p))
			p++;
	}
	return false;
}

static int search_read(struct search *s, struct search_file *f)
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
	return strcmp(((const struct search_file *)a)->path, ((const struct search_file *)b)->path);
}

/* Mark what ripgrep printed: root-relative paths, each ended by a NUL. */
static void search_mark(struct search *s, const struct buf *out)
{
	struct search_file *f;

	vec_each (f, &s->files)
		f->known = !f->link;
	for (size_t i = 0; i < out->len; i += strlen(out->p + i) + 1) {
		const char *path = out->p + i;
		struct search_file key = { .path = str_starts(path, "./") ? path + 2 : path };

		f = bsearch(&key, s->files.v, s->files.n, sizeof(key), search_by_path);
		if (f)
			f->hit = true;
	}
}

/* The first search reads a gigabyte: ripgrep does that on all processors.  What it could not do
 * stays unknown. */
static void search_ripgrep(struct search *s)
{
	struct buf names = { 0 }, out = { 0 }, err = { 0 };
	char *rg = proc_find("rg");
	const char *const *w;
	const char *argv[] = { "rg", "--no-config", "-l",	   "-0",
			       "-w", "-F",	    "--no-ignore", "--no-messages",
			       "-f", "-",	    "-g",	   "*.[ch]",
			       "-g", "!/tools/",    "-g",	   "!/Documentation/",
			       "-g", "!/scripts/",  ".",	   NULL };
	struct proc p = { .argv = argv, .cwd = s->root, .out = &out, .err = &err };

	if (rg) {
		vec_each (w, &s->words->names)
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
	vec_each (w, names)
		XXH3_64bits_update(st, *w, strlen(*w) + 1);
	h = XXH3_64bits_digest(st);
	XXH3_freeState(st);
	return h;
}

/* Take over what is known, look into the rest.  Return: files looked into, or -1 */
static long search_files(struct search *s)
{
	struct search_file *f;
	size_t fresh = 0;

	vec_each (f, &s->files) {
		struct search_seen *e;

		HASH_FIND(hh, s->seen, &f->key, sizeof(f->key), e);
		f->known = e;
		f->hit = e && e->hit;
		fresh += !e;
	}
	if (fresh > 1000)
		search_ripgrep(s);
	vec_each (f, &s->files)
		if (!f->known && search_read(s, f))
			return -1;
	return (long)fresh;
}

int search_words(const char *root, const char *keyfile, const struct search_words *words,
		 struct arena *a, strings_vec *out)
{
	struct search s = { .root = root, .words = words };
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = -1;
	struct search_file *f;
	long fresh;

	if (fd < 0)
		return error("cannot search '%s': %s", root, strerror(errno));
	s.names = search_names_digest(&words->names);
	search_walk(&s, fd, "");
	if (s.files.n)
		qsort(s.files.v, s.files.n, sizeof(s.files.v[0]), search_by_path);
	search_load(&s, keyfile);
	fresh = search_files(&s);
	if (fresh >= 0) {
		rc = fresh || HASH_COUNT(s.seen) != s.files.n ? search_store(&s, keyfile) : 0;
		vec_each (f, &s.files)
			if (f->hit)
				vec_push(out, arena_strdup(a, f->path));
	}
	HASH_CLEAR(hh, s.seen);
	buf_release(&s.read);
	vec_release(&s.files);
	arena_release(&s.tmp);
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
