// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/str.h"

/* The build writes it: another version may plan otherwise, one with other rules does not. */
static const char state_planner[] =
#include "plan_digest.inc"
	;

/* What a killed scan started needs a moment to go, too. */
#define STATE_LOCK_TRIES 30

const char *state_cache(struct arena *a)
{
	const char *cache = getenv("GUP_CACHE"), *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (cache && *cache)
		return cache;
	if (xdg && *xdg)
		return arena_printf(a, "%s/gupcheck", xdg);
	return arena_printf(a, "%s/.cache/gupcheck", home && *home ? home : "/tmp");
}

static void state_mix(struct buf *b, const char *path)
{
	char *real = path ? file_realpath(path) : NULL;

	buf_addf(b, "%s\n", real ? real : path ? path : "");
	free(real);
}

/* One folder per tree, object directory, architecture and compile database. */
const char *state_path(const struct plan_opts *o, struct arena *a)
{
	char *real = file_realpath(o->tree);
	const char *base = real ? strrchr(real, '/') : NULL;
	struct buf name = { 0 }, id = { 0 };
	const char *path;

	for (base = base && base[1] ? base + 1 : "tree"; *base; base++)
		buf_addch(&name, strchr(" \t\n$:'\"\\", *base) ? '_' : *base);
	state_mix(&id, o->tree);
	state_mix(&id, o->objdir);
	state_mix(&id, o->compdb);
	buf_addf(&id, "%s\n", o->arch ? o->arch : "");
	path = arena_printf(a, "%s/state/%s-%016llx", state_cache(a), buf_str(&name),
			    (unsigned long long)XXH3_64bits(id.p, id.len));
	buf_release(&name);
	buf_release(&id);
	free(real);
	return path;
}

bool state_is_scan(const char *state, struct arena *a)
{
	return file_exists(arena_printf(a, "%s/plan.tsv", state));
}

static int state_lock(const char *dir, struct arena *a)
{
	const char *path = arena_printf(a, "%s/lock", dir);
	/* kept open over exec: what a scan starts holds the lock until it is gone */
	int fd = open(path, O_RDWR | O_CREAT, 0666);

	if (fd < 0)
		return error("cannot write '%s': %s", path, strerror(errno));
	for (int i = 0; i < STATE_LOCK_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		usleep(50000);
	}
	close(fd);
	if (errno == EWOULDBLOCK)
		return error("another scan is working in '%s'; wait for it or give --state", dir);
	return error("cannot lock '%s': %s", path, strerror(errno));
}

int state_open(struct plan_opts *o, struct arena *a)
{
	char *real;

	o->code = state_planner;
	if (!file_is_dir(o->tree))
		return error("no such folder: '%s'", o->tree);
	if (!o->state)
		o->state = state_path(o, a);
	if (file_mkdirs(o->state))
		return -1;
	real = file_realpath(o->state);
	if (!real)
		return error("cannot use '%s': %s", o->state, strerror(errno));
	o->state = arena_strdup(a, real);
	free(real);
	if (strchr(o->state, '\n'))
		return error("cannot use a state folder with a newline in its path");
	return state_lock(o->state, a);
}
