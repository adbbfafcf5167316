// SPDX-License-Identifier: GPL-2.0-or-later
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
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, r->pages);

	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	return 0;
}

void region_put(struct region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
}
