// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int stamp(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (trylock_page(page)) {
		set_page_dirty(page);
		unlock_page(page);
	}
	put_page(page);
	return 0;
}
