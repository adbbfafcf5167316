// SPDX-License-Identifier: GPL-2.0-or-later
/* The page pointer itself is the flag. */
#include "mini/gup.h"

int maybe_get(unsigned long uaddr, bool want)
{
	struct page *page = NULL;
	int ret = 0;

	if (want && get_user_pages_fast(uaddr, 1, 0, &page) != 1) {
		ret = -EFAULT;
		goto out;
	}
	ret = hw_wait();
out:
	if (page)
		put_page(page);
	return ret;
}
