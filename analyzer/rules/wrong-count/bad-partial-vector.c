// SPDX-License-Identifier: GPL-2.0-or-later
/* All that was asked for goes when only a part was taken. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret < 0)
		return ret;
	if (ret != nr) {
		unpin_user_pages(pages, nr); /* expect: wrong-count */
		return -EFAULT;
	}
	hw_wait();
	unpin_user_pages(pages, nr);
	return 0;
}
