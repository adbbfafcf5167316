// SPDX-License-Identifier: GPL-2.0-or-later
/* Of one page there is no part. */
#include "mini/gup.h"

int one_page(unsigned long uaddr)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	unpin_user_page(page);
	return 0;
}
