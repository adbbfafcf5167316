// SPDX-License-Identifier: GPL-2.0-or-later
#include "reports/share.h"

#include <string.h>

#include <uthash.h>
#include <xxhash.h>

struct share_item {
	size_t index;
	UT_hash_handle hh;
	char key[];
};

void share_release(struct share *s)
{
	HASH_CLEAR(hh, s->items);
	arena_release(&s->mem);
	buf_release(&s->list);
	s->n = 0;
}

bool share_put(struct share *s, const void *key, size_t n, size_t *index)
{
	unsigned int hash = (unsigned int)XXH3_64bits(key, n);
	struct share_item *i;

	HASH_FIND_BYHASHVALUE(hh, s->items, key, n, hash, i);
	if (i) {
		*index = i->index;
		return false;
	}
	i = arena_alloc(&s->mem, sizeof(*i) + n + 1);
	memcpy(i->key, key, n);
	*index = i->index = s->n++;
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, s->items, i->key, n, hash, i);
	return true;
}

size_t share_text(struct share *s, const char *text, size_t n)
{
	size_t index;

	if (share_put(s, text, n, &index))
		emit_textn(&s->list, text, n);
	return index;
}
