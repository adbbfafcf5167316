// SPDX-License-Identifier: GPL-2.0-or-later
/* The error label drops the page even if there is none. */
#include "mini/gup.h"

int peek(unsigned long uaddr)
{
	struct page *page;
	int ret = pin_user_pages_fast(uaddr, 1, 0, &page);

	if (ret != 1)
		goto out;
	ret = hw_wait();
out:
	unpin_user_page(page); /* expect: double-release */
	return ret;
}
