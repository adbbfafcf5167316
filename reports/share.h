/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of a JSON document that occur many times: each is kept once, in a list, and named by its
 * index there.  Layer 5; only this folder includes it.
 */
#ifndef REPORTS_SHARE_H
#define REPORTS_SHARE_H

#include <jansson.h>

struct share_item;

/**
 * struct share - the list of what was put, each once
 * @list: to be written by the owner; share_init() makes it, share_release() drops it
 */
struct share {
	struct share_item *items;
	json_t *list;
};

void share_init(struct share *s);
void share_release(struct share *s);
/**
 * share_put() - the index of a value
 * @key: bytes that are equal if and only if the values are; copied
 * @n: how many
 * @value: the value; taken over, and dropped if it is there
 */
size_t share_put(struct share *s, const void *key, size_t n, json_t *value);
/* share_text() - the index of a string */
size_t share_text(struct share *s, const char *text);

#endif
