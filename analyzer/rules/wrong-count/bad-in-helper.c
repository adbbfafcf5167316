// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper gets the number that was asked for. */
#include "mini/gup.h"

static void drop(struct page **pages, int nr)
{
	unpin_user_pages(pages, nr); /* expect: wrong-count */
}

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret < 0)
		return ret;
	if (ret < nr) {
		drop(pages, nr);
		return -EFAULT;
	}
	return 0;
}
