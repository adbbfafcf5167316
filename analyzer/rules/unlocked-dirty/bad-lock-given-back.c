// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int stamp(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	lock_page(page);
	hw_wait();
	unlock_page(page);
	set_page_dirty(page); /* expect: unlocked-dirty */
	unpin_user_page(page);
	return 0;
}
