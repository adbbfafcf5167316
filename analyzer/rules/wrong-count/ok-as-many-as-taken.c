// SPDX-License-Identifier: GPL-2.0-or-later
/* The result is the count. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret < 0)
		return ret;
	if (ret != nr) {
		unpin_user_pages(pages, ret);
		return -EFAULT;
	}
	unpin_user_pages(pages, nr);
	return 0;
}
