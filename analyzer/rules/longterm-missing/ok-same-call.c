// SPDX-License-Identifier: GPL-2.0-or-later
/* Only who takes the pages drops them. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

static int region_get(struct region *r, unsigned long uaddr, int nr)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, r->pages);

	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	return 0;
}

static void region_put(struct region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
	r->nr = 0;
}

static int region_copy(struct region *r, unsigned long uaddr, int nr)
{
	int ret = region_get(r, uaddr, nr);

	if (ret)
		return ret;
	ret = hw_submit(r->pages, r->nr);
	region_put(r);
	return ret;
}

const struct region_ops region_ops = {
	.map = region_copy,
};
