// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/diag.h"

static int file_slurp(const char *path, struct buf *b)
{
	char chunk[65536];
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		buf_addn(b, chunk, (size_t)n);
	}
	close(fd);
	return n < 0 ? -1 : 0;
}

int file_read(const char *path, struct buf *b)
{
	if (file_slurp(path, b))
		return error("cannot read '%s': %s", path, strerror(errno));
	return 0;
}

static int file_put(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

int file_write(const char *path, const char *p, size_t n)
{
	char tmp[4096];
	int fd, bad;

	if (snprintf(tmp, sizeof(tmp), "%s.tmp.%ld", path, (long)getpid()) >= (int)sizeof(tmp))
		return error("cannot write '%s': the path is too long", path);
	fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return error("cannot write '%s': %s", path, strerror(errno));
	bad = file_put(fd, p, n);
	if (close(fd))
		bad = -1;
	if (!bad && rename(tmp, path) == 0)
		return 0;
	error("cannot write '%s': %s", path, strerror(errno));
	unlink(tmp);
	return -1;
}

int file_write_changed(const char *path, const char *p, size_t n)
{
	struct buf old = { 0 };
	bool same;

	same = file_slurp(path, &old) == 0 && old.len == n && (!n || !memcmp(old.p, p, n));
	buf_release(&old);
	return same ? 0 : file_write(path, p, n);
}

int file_mkdirs(const char *path)
{
	char *copy = strdup(path), *s;

	if (!copy)
		die("out of memory");
	for (s = copy + 1; *s; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		mkdir(copy, 0777);
		*s = '/';
	}
	free(copy);
	if (mkdir(path, 0777) && errno != EEXIST)
		return error("cannot make the folder '%s': %s", path, strerror(errno));
	if (!file_is_dir(path))
		return error("cannot make the folder '%s': a file of that name is there", path);
	return 0;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *file_realpath(const char *path)
{
	return realpath(path, NULL);
}

uint64_t file_hash(const char *path)
{
	struct buf b = { 0 };
	uint64_t h = 0;

	if (file_slurp(path, &b) == 0)
		h = XXH3_64bits(b.p ? b.p : "", b.len);
	buf_release(&b);
	return h;
}
