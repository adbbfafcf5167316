// SPDX-License-Identifier: GPL-2.0-or-later
/* One caller keeps what it gets. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

static int take(unsigned long uaddr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_LONGTERM, pages);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(pages, got);
	return -EFAULT;
}

int transfer(unsigned long uaddr)
{
	struct page *pages[2];
	int ret = take(uaddr, 2, pages);

	if (ret)
		return ret;
	unpin_user_pages(pages, 2);
	return 0;
}

int region_get(struct region *r, unsigned long uaddr, int nr)
{
	r->nr = nr;
	return take(uaddr, nr, r->pages);
}
