// SPDX-License-Identifier: GPL-2.0-or-later
/* One operation fills the object, another one empties it. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

static int region_map(struct region *r, unsigned long uaddr, int nr)
{
	int got;

	r->pages = kcalloc(nr, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages)
		return -ENOMEM;
	got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, r->pages); /* expect: longterm-missing */
	if (got != nr) {
		if (got > 0)
			unpin_user_pages(r->pages, got);
		kfree(r->pages);
		return got < 0 ? got : -EFAULT;
	}
	r->nr = nr;
	return 0;
}

static void region_unmap(struct region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
	kfree(r->pages);
}

const struct region_ops region_ops = {
	.map = region_map,
	.unmap = region_unmap,
};
