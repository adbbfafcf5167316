// SPDX-License-Identifier: GPL-2.0-or-later
/* A cleanup attribute drops the page. */
#include "mini/gup.h"

static void drop_page(struct page **page)
{
	if (*page)
		put_page(*page);
}

int scoped(unsigned long uaddr)
{
	struct page *page __cleanup(drop_page) = NULL;

	if (get_user_pages_fast(uaddr, 1, 0, &page) != 1)
		return -EFAULT;
	return hw_wait();
}
