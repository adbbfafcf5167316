// SPDX-License-Identifier: GPL-2.0-or-later
/* The pin keeps its page; the get in between is undone by the put. */
#include "mini/gup.h"

int hold_twice(unsigned long uaddr)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	get_page(page);
	put_page(page);
	unpin_user_page(page);
	return 0;
}
