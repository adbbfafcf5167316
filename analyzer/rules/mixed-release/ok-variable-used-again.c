// SPDX-License-Identifier: GPL-2.0-or-later
/* The same variable, first for a got page, then for a pinned one. */
#include "mini/gup.h"

int twice(unsigned long uaddr)
{
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, 0, &page) == 1)
		put_page(page);
	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) == 1)
		unpin_user_page(page);
	return 0;
}
