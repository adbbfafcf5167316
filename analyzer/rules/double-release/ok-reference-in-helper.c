// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper takes a reference of its own. */
#include "mini/gup.h"

struct cache {
	struct page *page;
};

static void remember(struct cache *c, struct page *page)
{
	get_page(page);
	c->page = page;
}

int share(struct cache *c, unsigned long uaddr)
{
	struct page *page = get_dump_page(uaddr);

	if (!page)
		return -EFAULT;
	remember(c, page);
	put_page(page);
	hw_wait();
	put_page(page);
	return 0;
}
