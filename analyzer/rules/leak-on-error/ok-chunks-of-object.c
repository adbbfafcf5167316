// SPDX-License-Identifier: GPL-2.0-or-later
/* Chunk by chunk into a new object, whose release function drops what there is. */
#include "mini/gup.h"

#define PER_CHUNK 512
struct chunk {
	struct page **pages;
};
struct umem {
	struct chunk *chunks;
	unsigned long pinned;
};
void umem_release(struct umem *umem);

struct umem *umem_get(unsigned long uaddr, int nr)
{
	struct umem *umem = kzalloc(sizeof(*umem), GFP_KERNEL);
	int i, ret = -ENOMEM;

	if (!umem)
		return ERR_PTR(-ENOMEM);
	umem->chunks = kcalloc(nr / PER_CHUNK + 1, sizeof(*umem->chunks), GFP_KERNEL);
	if (!umem->chunks)
		goto out;
	for (i = 0; nr; i++) {
		int want = min(nr, PER_CHUNK);
		struct page **pages = kcalloc(want, sizeof(*pages), GFP_KERNEL);

		if (!pages) {
			ret = -ENOMEM;
			goto out;
		}
		umem->chunks[i].pages = pages;
		while (want) {
			ret = pin_user_pages_fast(uaddr, want, FOLL_LONGTERM, pages);
			if (ret < 0)
				goto out;
			umem->pinned += ret;
			uaddr += ret * PAGE_SIZE;
			pages += ret;
			want -= ret;
			nr -= ret;
		}
	}
out:
	if (ret > 0)
		return umem;
	umem_release(umem);
	return ERR_PTR(ret);
}
