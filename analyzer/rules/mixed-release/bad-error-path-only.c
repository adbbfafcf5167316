// SPDX-License-Identifier: GPL-2.0-or-later
/* The way that everyone tests is right, the error path is not. */
#include "mini/gup.h"

int run(unsigned long uaddr)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (!hw_ready()) {
		put_page(page); /* expect: mixed-release */
		return -EBUSY;
	}
	unpin_user_page(page);
	return 0;
}
