// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/share.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "reports/json.h"

struct share_item {
	size_t index;
	UT_hash_handle hh;
	char key[];
};

void share_init(struct share *s)
{
	*s = (struct share){ .list = json_array() };
	if (!s->list)
		die("out of memory");
}

void share_release(struct share *s)
{
	struct share_item *i, *tmp;

	HASH_ITER (hh, s->items, i, tmp) {
		HASH_DEL(s->items, i);
		free(i);
	}
	json_decref(s->list);
}

static struct share_item *share_find(struct share *s, const void *key, size_t n)
{
	struct share_item *i;

	HASH_FIND(hh, s->items, key, n, i);
	return i;
}

static size_t share_add(struct share *s, const void *key, size_t n, json_t *value)
{
	struct share_item *i = malloc(sizeof(*i) + n + 1);

	if (!i)
		die("out of memory");
	memcpy(i->key, key, n);
	i->index = json_array_size(s->list);
	HASH_ADD_KEYPTR(hh, s->items, i->key, n, i);
	j_add(s->list, value);
	return i->index;
}

size_t share_put(struct share *s, const void *key, size_t n, json_t *value)
{
	struct share_item *i = share_find(s, key, n);

	if (!i)
		return share_add(s, key, n, value);
	json_decref(value);
	return i->index;
}

size_t share_text(struct share *s, const char *text)
{
	size_t n = strlen(text);
	struct share_item *i = share_find(s, text, n);

	return i ? i->index : share_add(s, text, n, j_text(text));
}
