// SPDX-License-Identifier: GPL-2.0-or-later
/* Dropped on the error path only. */
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
	int got = pin_user_pages_fast(uaddr, nr, FOLL_LONGTERM, r->pages);

	if (got == nr) {
		r->nr = nr;
		return 0;
	}
	if (got > 0)
		unpin_user_pages(r->pages, got);
	return -EFAULT;
}
