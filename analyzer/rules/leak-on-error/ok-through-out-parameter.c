// SPDX-License-Identifier: GPL-2.0-or-later
/* The page goes to the caller through a pointer. */
#include "mini/gup.h"

int user_page(unsigned long uaddr, struct page **out)
{
	struct page *page;
	long ret = pin_user_pages_fast(uaddr & PAGE_MASK, 1, FOLL_WRITE, &page);

	if (ret < 0)
		return ret;
	if (!ret)
		return -EFAULT;
	*out = page;
	return 0;
}
