// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/diag.h"
#include "base/proc.h"
#include "base/str.h"

typedef VEC(struct walk_file) walk_files;

/**
 * struct walker - what the threads share
 * @lock: guards @dirs and @busy
 * @more: there is a folder to read, or all are done
 * @dirs: folders yet to be read, relative to the tree
 * @busy: threads that read one, and may find more
 */
struct walker {
	const char *root;
	int fd;
	pthread_mutex_t lock;
	pthread_cond_t more;
	VEC(const char *) dirs;
	unsigned int busy;
};

/* struct walk_part - what one thread found, sorted at its end */
struct walk_part {
	struct walker *all;
	struct arena *mem;
	walk_files files;
	char entries[32768] __attribute__((aligned(__alignof__(struct dirent64))));
};

uint64_t walk_key(const char *path, const struct stat *st)
{
	const struct {
		uint64_t path, size, ino, sec, nsec;
	} id = { XXH3_64bits(path, strlen(path)), (uint64_t)st->st_size, st->st_ino,
		 (uint64_t)st->st_mtim.tv_sec, (uint64_t)st->st_mtim.tv_nsec };

	return XXH3_64bits(&id, sizeof(id));
}

static bool walk_skips(const char *rel, const char *name)
{
	static const char *const top[] = { "tools", "Documentation", "scripts" };

	for (size_t i = 0; i < sizeof(top) / sizeof(top[0]); i++)
		if (!*rel && !strcmp(name, top[i]))
			return true;
	return !strcmp(name, "generated") && str_ends(rel, "include");
}

/* FOLDER/NAME; there are so many that printf's reading of a format would show. */
static char *walk_join(struct arena *a, const char *dir, const char *name)
{
	size_t n = strlen(dir), len = strlen(name);
	char *p = arena_alloc(a, n + len + 2), *to = p;

	memcpy(to, dir, n);
	to += n;
	if (n)
		*to++ = '/';
	memcpy(to, name, len);
	return p;
}

static void walk_add(struct walk_part *p, int dir, const char *rel, const char *name, bool link)
{
	struct walk_file f = { .link = link };
	struct stat st;

	if (fstatat(dir, name, &st, 0) || !S_ISREG(st.st_mode))
		return;
	f.path = walk_join(p->mem, rel, name);
	f.key = walk_key(f.path, &st);
	vec_push(&p->files, f);
}

static void walk_push(struct walker *w, const char *dir)
{
	pthread_mutex_lock(&w->lock);
	vec_push(&w->dirs, dir);
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

static void walk_entry(struct walk_part *p, int dir, const char *rel, const struct dirent64 *e)
{
	const char *dot = strrchr(e->d_name, '.');
	bool source = dot && (dot[1] == 'c' || dot[1] == 'h') && !dot[2];

	if (e->d_name[0] == '.')
		return;
	/* linked files count, linked folders would be seen twice */
	if (source && e->d_type != DT_DIR)
		walk_add(p, dir, rel, e->d_name, e->d_type == DT_LNK);
	else if ((e->d_type == DT_DIR || e->d_type == DT_UNKNOWN) && !walk_skips(rel, e->d_name))
		walk_push(p->all, walk_join(p->mem, rel, e->d_name));
}

/* Not by readdir(): opening its stream is two more system calls for each of thousands of folders. */
static void walk_dir(struct walk_part *p, const char *rel)
{
	int fd = openat(p->all->fd, *rel ? rel : ".",
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n = fd;

	while (fd >= 0 && (n = getdents64(fd, p->entries, sizeof(p->entries))) > 0)
		for (ssize_t at = 0; at < n;) {
			const struct dirent64 *e = (const void *)(p->entries + at);

			walk_entry(p, fd, rel, e);
			at += e->d_reclen;
		}
	/* of some file systems one learns here only that it is no folder */
	if (n < 0 && errno != ENOTDIR && errno != ELOOP)
		warn("cannot search '%s/%s': %s", p->all->root, rel, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static int walk_by_path(const void *a, const void *b)
{
	return strcmp(((const struct walk_file *)a)->path, ((const struct walk_file *)b)->path);
}

static void *walk_thread(void *arg)
{
	struct walk_part *p = arg;
	struct walker *w = p->all;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		const char *dir;

		while (!w->dirs.n && w->busy)
			pthread_cond_wait(&w->more, &w->lock);
		if (!w->dirs.n)
			break;
		dir = vec_pop(&w->dirs);
		w->busy++;
		pthread_mutex_unlock(&w->lock);
		walk_dir(p, dir);
		pthread_mutex_lock(&w->lock);
		w->busy--;
	}
	/* nobody reads and nothing is left: the others wait for nothing */
	pthread_cond_broadcast(&w->more);
	pthread_mutex_unlock(&w->lock);
	if (p->files.n)
		qsort(p->files.v, p->files.n, sizeof(p->files.v[0]), walk_by_path);
	return NULL;
}

/* Put the sorted parts together. */
static void walk_merge(struct walk *w, struct walk_part *part, unsigned int n)
{
	size_t at[WALK_THREADS] = { 0 };

	for (;;) {
		struct walk_file *best = NULL;
		unsigned int from = 0;

		for (unsigned int i = 0; i < n; i++) {
			struct walk_file *f = part[i].files.v + at[i];

			if (at[i] < part[i].files.n && (!best || walk_by_path(f, best) < 0)) {
				best = f;
				from = i;
			}
		}
		if (!best)
			return;
		vec_push(&w->files, *best);
		at[from]++;
	}
}

static unsigned int walk_threads(void)
{
	unsigned int n = proc_cpus();

	return n > WALK_THREADS ? WALK_THREADS : n;
}

int walk_tree(const char *root, struct walk *w)
{
	struct walker all = { .root = root,
			      .fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
			      .lock = PTHREAD_MUTEX_INITIALIZER,
			      .more = PTHREAD_COND_INITIALIZER };
	struct walk_part *part = calloc(WALK_THREADS, sizeof(*part));
	unsigned int n = walk_threads(), started = 1;
	pthread_t id[WALK_THREADS];

	if (!part)
		die("out of memory");
	if (all.fd < 0) {
		free(part);
		return error("cannot search '%s': %s", root, strerror(errno));
	}
	vec_push(&all.dirs, "");
	for (unsigned int i = 0; i < n; i++) {
		part[i].all = &all;
		part[i].mem = &w->mem[i];
	}
	/* where threads are refused, this one does it alone */
	while (started < n && !pthread_create(&id[started], NULL, walk_thread, &part[started]))
		started++;
	walk_thread(&part[0]);
	for (unsigned int i = 1; i < started; i++)
		pthread_join(id[i], NULL);
	walk_merge(w, part, started);
	for (unsigned int i = 0; i < n; i++)
		vec_release(&part[i].files);
	free(part);
	vec_release(&all.dirs);
	close(all.fd);
	return 0;
}

void walk_release(struct walk *w)
{
	vec_release(&w->files);
	for (size_t i = 0; i < WALK_THREADS; i++)
		arena_release(&w->mem[i]);
}
