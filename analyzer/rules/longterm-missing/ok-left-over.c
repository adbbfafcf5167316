// SPDX-License-Identifier: GPL-2.0-or-later
/* The transfer that comes next also drops what the last one may have left. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

static void region_put(struct region *r)
{
	if (r->nr)
		unpin_user_pages_dirty_lock(r->pages, r->nr, true);
	r->nr = 0;
}

static int region_get(struct region *r, unsigned long uaddr, int nr)
{
	int got;

	region_put(r);
	got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, r->pages);
	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	return 0;
}

int region_transfer(struct region *r, unsigned long uaddr, int nr)
{
	int ret = region_get(r, uaddr, nr);

	if (!ret)
		ret = hw_wait();
	region_put(r);
	return ret;
}
