// SPDX-License-Identifier: GPL-2.0-or-later
/* No pin: another rule asks whether it should be one. */
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
	int got = get_user_pages_fast(uaddr, nr, FOLL_WRITE, r->pages);

	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	return 0;
}

void region_put(struct region *r)
{
	release_pages(r->pages, r->nr);
}
