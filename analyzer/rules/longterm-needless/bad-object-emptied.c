// SPDX-License-Identifier: GPL-2.0-or-later
/* In an object, but for no longer than the call. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

int region_look(struct region *r, unsigned long uaddr, int nr)
{
	long got;

	got = pin_user_pages(uaddr, nr, FOLL_LONGTERM, r->pages); /* expect: longterm-needless */
	if (got <= 0)
		return -EFAULT;
	r->nr = got;
	unpin_user_pages(r->pages, r->nr);
	r->nr = 0;
	return 0;
}
