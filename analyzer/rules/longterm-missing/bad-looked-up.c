// SPDX-License-Identifier: GPL-2.0-or-later
/* Found again by a number. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

struct region *region_find(int id);

int region_fill(struct region *r, unsigned long uaddr, int nr)
{
	int got = pin_user_pages_fast(uaddr, nr, 0, r->pages); /* expect: longterm-missing */

	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	return 0;
}

int region_drop(int id)
{
	struct region *r = region_find(id);

	if (!r)
		return -EINVAL;
	unpin_user_pages(r->pages, r->nr);
	return 0;
}
