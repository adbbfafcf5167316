// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

static void mark(struct page *page)
{
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
}

int stamp(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	mark(page);
	unpin_user_page(page);
	return 0;
}
