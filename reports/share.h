/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of a JSON document that occur many times: each is written once, into a list, and named by
 * its index there.  Layer 5; only this folder includes it.
 */
#ifndef REPORTS_SHARE_H
#define REPORTS_SHARE_H

#include "base/arena.h"
#include "reports/emit.h"

struct share_item;

/**
 * struct share - the list of what was put, each once; zero-initialised means empty
 * @list: the values behind each other, as emit.h writes them; the brackets are the owner's
 * @n: how many
 */
struct share {
	struct share_item *items;
	struct arena mem;
	struct buf list;
	size_t n;
};

void share_release(struct share *s);
/**
 * share_put() - the index of a value
 * @key: bytes that are equal if and only if the values are; copied
 * @n: how many
 * @index: gets it
 *
 * Return: true if it is new: the caller writes it to the list.
 */
bool share_put(struct share *s, const void *key, size_t n, size_t *index);
/* share_text() - the index of a string of @n bytes */
size_t share_text(struct share *s, const char *text, size_t n);

#endif
