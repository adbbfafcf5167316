// SPDX-License-Identifier: GPL-2.0-or-later
/* The page goes to the caller as the result. */
#include "mini/gup.h"

struct page *user_page(unsigned long uaddr)
{
	struct page *page;

	if (get_user_pages_fast(uaddr & PAGE_MASK, 1, 0, &page) != 1)
		return ERR_PTR(-EFAULT);
	return page;
}
