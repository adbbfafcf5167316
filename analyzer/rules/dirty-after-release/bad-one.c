// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int stamp(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	unpin_user_page(page);
	set_page_dirty_lock(page); /* expect: dirty-after-release */
	return 0;
}
