// SPDX-License-Identifier: GPL-2.0-or-later
/* The fast way first, the slow one for what is left. */
#include "mini/gup.h"

bool grab_one(unsigned long uaddr, unsigned long *pfn)
{
	struct page *page;

	if (get_user_page_fast_only(uaddr, FOLL_WRITE, &page)) {
		*pfn = page_to_pfn(page);
		put_page(page);
		return true;
	}
	if (get_user_pages_unlocked(uaddr, 1, &page, FOLL_WRITE) != 1)
		return false;
	*pfn = page_to_pfn(page);
	put_page(page);
	return true;
}
