// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/joinfield.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "api/api.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"
#include "plan/jointext.h"

struct look {
	const char *path;
	bool drops;
	void (*saw)(void *arg, const char *path, const char *field);
	void *arg;
};

static void note_drop(void *arg, const char *name, enum jointext what)
{
	struct look *l = arg;
	const struct api_row *row = what == JOINTEXT_CALL ? api_find(name) : NULL;

	l->drops |= row && row->role == API_RELEASE;
}

static void note_field(void *arg, const char *name, enum jointext what)
{
	struct look *l = arg;

	if (what == JOINTEXT_MEMBER)
		l->saw(l->arg, l->path, name);
}

static int is_c_file(const struct dirent *d)
{
	return str_ends(d->d_name, ".c");
}

static int is_source(const struct dirent *d)
{
	return is_c_file(d) || str_ends(d->d_name, ".h");
}

static int look_at(const char *tree, struct look *l, struct arena *a, struct buf *b)
{
	buf_reset(b);
	if (file_read(arena_printf(a, "%s/%s", tree, l->path), b))
		return -1;
	l->drops = false;
	jointext_scan(buf_str(b), b->len, note_drop, l);
	if (l->drops)
		jointext_scan(buf_str(b), b->len, note_field, l);
	return 0;
}

int joinfield_look(const char *tree, const char *dir, struct arena *a,
		   void (*saw)(void *arg, const char *path, const char *field), void *arg)
{
	struct look l = { .saw = saw, .arg = arg };
	const char *path = arena_printf(a, "%s/%s", tree, dir);
	struct dirent **d = NULL;
	int n = scandir(path, &d, is_c_file, alphasort), rc = 0;
	struct buf b = { 0 };

	if (n < 0)
		return error("cannot read '%s': %s", path, strerror(errno));
	for (int i = 0; i < n; i++) {
		l.path = arena_printf(a, "%s%s%s", dir, *dir ? "/" : "", d[i]->d_name);
		rc |= look_at(tree, &l, a, &b);
		free(d[i]);
	}
	free(d);
	buf_release(&b);
	return rc;
}

bool joinfield_owns(const char *tree, const char *dir, const char *record, struct arena *a)
{
	const char *path = arena_printf(a, "%s/%s", tree, dir);
	const char *def = arena_printf(a, "struct %s {", record);
	struct dirent **d = NULL;
	int n = scandir(path, &d, is_source, alphasort);
	struct buf b = { 0 };
	bool owns = false;

	for (int i = 0; i < n; i++) {
		buf_reset(&b);
		owns = owns || (!file_read(arena_printf(a, "%s/%s", path, d[i]->d_name), &b) &&
				strstr(buf_str(&b), def));
		free(d[i]);
	}
	free(d);
	buf_release(&b);
	return owns;
}

uint64_t joinfield_stamp(const char *dir)
{
	struct dirent **d = NULL;
	int n = scandir(dir, &d, is_source, alphasort);
	struct arena a = { 0 };
	uint64_t h = 0;

	for (int i = 0; i < n; i++) {
		struct stat st;
		uint64_t k[6] = { h, XXH3_64bits(d[i]->d_name, strlen(d[i]->d_name)) };

		if (!stat(arena_printf(&a, "%s/%s", dir, d[i]->d_name), &st)) {
			k[2] = (uint64_t)st.st_size;
			k[3] = st.st_ino;
			k[4] = (uint64_t)st.st_mtim.tv_sec;
			k[5] = (uint64_t)st.st_mtim.tv_nsec;
		}
		h = XXH3_64bits(k, sizeof(k));
		free(d[i]);
	}
	free(d);
	arena_release(&a);
	return h;
}
