// SPDX-License-Identifier: GPL-2.0-or-later
/* By page, by folio, by range: each of them is an unpin. */
#include "mini/gup.h"

int by_range(unsigned long uaddr, int how)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	switch (how) {
	case 0:
		unpin_user_folio(page_folio(page), 1);
		break;
	case 1:
		unpin_user_page_range_dirty_lock(page, 1, true);
		break;
	default:
		unpin_user_page(page);
	}
	return 0;
}
