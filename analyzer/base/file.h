/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files, whole at a time.  Every failure prints one line that names the file.  Layer 0. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* file_read() - append the whole of @path to @b.  Return: 0, or -1 with the message printed */
int file_read(const char *path, struct buf *b);
/* file_write() - replace @path by @n bytes, by rename, so that readers see all or nothing */
int file_write(const char *path, const char *p, size_t n);
/* file_write_changed() - as file_write(), but leave a file of equal content alone (mtime kept) */
int file_write_changed(const char *path, const char *p, size_t n);
/* file_mkdirs() - make @path and the folders above it */
int file_mkdirs(const char *path);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
/* file_realpath() - malloc()ed absolute path without links, NULL (no message) if there is none */
char *file_realpath(const char *path);
/* file_hash() - xxh3-64 of the content, 0 if it cannot be read (no message) */
uint64_t file_hash(const char *path);

#endif
