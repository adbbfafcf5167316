// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper takes it for a number of pages. */
#include "mini/gup.h"

static void drop(struct page **pages, unsigned long nr)
{
	unpin_user_pages(pages, nr); /* expect: negative-count */
}

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret != nr) {
		drop(pages, ret);
		return -EFAULT;
	}
	return 0;
}
