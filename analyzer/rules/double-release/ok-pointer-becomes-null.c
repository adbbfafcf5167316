// SPDX-License-Identifier: GPL-2.0-or-later
/* The pointer says whether there still is a page. */
#include "mini/gup.h"

int work(unsigned long uaddr)
{
	struct page *page = NULL;
	int ret = pin_user_pages_fast(uaddr, 1, 0, &page);

	if (ret != 1)
		goto out;
	ret = hw_wait();
	if (ret) {
		unpin_user_page(page);
		page = NULL;
	}
out:
	if (page)
		unpin_user_page(page);
	return ret;
}
