// SPDX-License-Identifier: GPL-2.0-or-later
/* One page is taken, or none. */
#include "mini/gup.h"

int peek(unsigned long uaddr)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, 0, &page) != 1)
		return -EFAULT;
	hw_wait();
	unpin_user_pages(&page, 1);
	return 0;
}
