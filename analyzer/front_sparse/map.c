// SPDX-License-Identifier: GPL-2.0-or-later
/* Open addressing; nothing is ever removed. */
#include <stdint.h>

#include "front_sparse/fs.h"

static unsigned int slot_of(const struct fs_map *m, const void *key)
{
	unsigned int i = (unsigned int)(((uintptr_t)key >> 3) * 2654435761u) & (m->nslots - 1);

	while (m->slot[i].key && m->slot[i].key != key)
		i = (i + 1) & (m->nslots - 1);
	return i;
}

void *fs_map_get(const struct fs_map *m, const void *key)
{
	return m->nslots ? m->slot[slot_of(m, key)].value : NULL;
}

static void grow(struct fs_map *m)
{
	struct fs_map bigger = { .used = m->used, .nslots = m->nslots ? m->nslots * 2 : 64 };

	bigger.slot = calloc(bigger.nslots, sizeof(*bigger.slot));
	if (!bigger.slot)
		die("out of memory");
	for (unsigned int i = 0; i < m->nslots; i++)
		if (m->slot[i].key)
			bigger.slot[slot_of(&bigger, m->slot[i].key)] = m->slot[i];
	free(m->slot);
	*m = bigger;
}

void fs_map_set(struct fs_map *m, const void *key, void *value)
{
	unsigned int i;

	if (m->used * 2 >= m->nslots)
		grow(m);
	i = slot_of(m, key);
	m->used += !m->slot[i].key;
	m->slot[i].key = key;
	m->slot[i].value = value;
}

void fs_map_release(struct fs_map *m)
{
	free(m->slot);
	*m = (struct fs_map){ 0 };
}
