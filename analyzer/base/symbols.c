// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/symbols.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static size_t slot_of(const struct symbols *s, const char *name, size_t len, uint32_t hash)
{
	size_t i = hash & (s->nslots - 1);

	for (; s->slot[i]; i = (i + 1) & (s->nslots - 1)) {
		const struct symbol *e = &s->all.v[s->slot[i] - 1];

		if (e->hash == hash && e->len == len && !memcmp(e->name, name, len))
			break;
	}
	return i;
}

static void grow(struct symbols *s)
{
	free(s->slot);
	s->nslots = s->nslots ? s->nslots * 2 : 1 << 16;
	s->slot = calloc(s->nslots, sizeof(*s->slot));
	if (!s->slot)
		die("out of memory");
	for (size_t k = 0; k < s->all.n; k++) {
		size_t i = s->all.v[k].hash & (s->nslots - 1);

		while (s->slot[i])
			i = (i + 1) & (s->nslots - 1);
		s->slot[i] = (unsigned int)k + 1;
	}
}

unsigned int symbols_number(struct symbols *s, const char *name, size_t len)
{
	struct symbol e = { .hash = (uint32_t)XXH3_64bits(name, len), .len = (unsigned int)len };
	size_t i;

	if (s->all.n * 2 >= s->nslots)
		grow(s);
	i = slot_of(s, name, len, e.hash);
	if (!s->slot[i]) {
		e.name = arena_strndup(&s->mem, name, len);
		vec_push(&s->all, e);
		s->slot[i] = (unsigned int)s->all.n;
	}
	return s->slot[i] - 1;
}

long symbols_find(const struct symbols *s, const char *name, size_t len)
{
	size_t i;

	if (!s->nslots)
		return -1;
	i = slot_of(s, name, len, (uint32_t)XXH3_64bits(name, len));
	return (long)s->slot[i] - 1;
}

void symbols_release(struct symbols *s)
{
	vec_release(&s->all);
	free(s->slot);
	arena_release(&s->mem);
	*s = (struct symbols){ 0 };
}
