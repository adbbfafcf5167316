// SPDX-License-Identifier: GPL-2.0-or-later
/* The variable says how many there are from here on. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret <= 0)
		return -EFAULT;
	nr = ret;
	hw_wait();
	unpin_user_pages(pages, nr);
	return 0;
}
