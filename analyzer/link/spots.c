// SPDX-License-Identifier: GPL-2.0-or-later
/* Sites by position. */
#include <string.h>

#include <uthash.h>

#include "base/str.h"
#include "link/linker.h"

struct spot_key {
	const char *path; /* interned */
	unsigned int line, col;
};

struct spot {
	UT_hash_handle hh;
	struct spot_key key;
	size_t site; /* index */
};

static struct spot_key key_of(const char *path, unsigned int line, unsigned int col)
{
	struct spot_key key;

	/* the hash sees the padding, too */
	memset(&key, 0, sizeof(key));
	key.path = str_intern(path);
	key.line = line;
	key.col = col;
	return key;
}

/* Sites are only ever added behind those that are known. */
static void learn(struct linker *l)
{
	for (; l->known < l->sites.n; l->known++) {
		const struct site *s = &l->sites.v[l->known].site;
		struct spot *x = arena_new(&l->r->mem, struct spot);

		x->key = key_of(s->path, s->line, s->col);
		x->site = l->known;
		HASH_ADD(hh, l->spots, key, sizeof(x->key), x);
	}
}

struct link_site *linker_site(struct linker *l, const char *path, unsigned int line,
			      unsigned int col)
{
	struct spot_key key = key_of(path, line, col);
	struct spot *x;

	learn(l);
	HASH_FIND(hh, l->spots, &key, sizeof(key), x);
	return x ? &l->sites.v[x->site] : NULL;
}

void linker_forget_spots(struct linker *l)
{
	HASH_CLEAR(hh, l->spots);
	l->known = 0;
}
