/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Region allocator.  Everything taken from an arena is freed with the arena and
 * never singly: analysis data lives as long as its unit or its solver run.
 * Layer 0.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

/**
 * struct arena - a region; zero-initialised means empty and ready for use
 * @head: newest block
 * @total: bytes taken from malloc so far
 */
struct arena {
	struct arena_block *head;
	size_t total;
};

/**
 * arena_alloc() - zeroed memory, aligned for any type
 * @a: the region that owns the result
 * @n: size in bytes
 *
 * Return: never NULL; dies when memory is out.
 */
void *arena_alloc(struct arena *a, size_t n);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* arena_release() - free every block; the arena is empty and usable again */
void arena_release(struct arena *a);

#define arena_new(a, type) ((type *)arena_alloc(a, sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc(a, sizeof(type) * (n)))

#endif
