// SPDX-License-Identifier: GPL-2.0-or-later
/* What drops the pages is called on the error path, and by units out of sight. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

void region_put(struct region *r)
{
	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
	r->nr = 0;
}

int region_get(struct region *r, unsigned long uaddr, int nr)
{
	int got =
		pin_user_pages_fast(uaddr, nr, FOLL_WRITE, r->pages); /* expect: longterm-missing */

	if (got < 0)
		return got;
	r->nr = got;
	if (got < nr) {
		region_put(r);
		return -EFAULT;
	}
	return 0;
}
