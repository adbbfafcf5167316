// SPDX-License-Identifier: GPL-2.0-or-later
/* A second reference of one's own, dropped by itself. */
#include "mini/gup.h"

int look_twice(unsigned long uaddr)
{
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, 0, &page) != 1)
		return -EFAULT;
	get_page(page);
	put_page(page);
	if (!hw_ready()) {
		put_page(page);
		return -EBUSY;
	}
	put_page(page);
	return 0;
}
