// SPDX-License-Identifier: GPL-2.0-or-later
/* The CPU writes, whose turn it is to drop the pages is not in sight: case 5 for all we know. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

int region_get(struct region *r, unsigned long uaddr, int nr)
{
	void *to;
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, r->pages);

	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	to = kmap_local_page(r->pages[0]);
	memset(to, 0, PAGE_SIZE);
	kunmap_local(to);
	return 0;
}

void region_put(struct region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
}
