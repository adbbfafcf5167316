// SPDX-License-Identifier: GPL-2.0-or-later
/* The device has it, and keeps it if all is well. */
#include "mini/gup.h"

int transfer(unsigned long uaddr)
{
	struct page *page;
	int ret, got = pin_user_pages_fast(uaddr, 1, FOLL_LONGTERM, &page);

	if (got != 1)
		return -EFAULT;
	ret = hw_submit(&page, 1);
	if (ret)
		unpin_user_page(page);
	return ret;
}
