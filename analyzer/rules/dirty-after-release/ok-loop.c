// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int fill(unsigned long addr, struct page **pages, int nr)
{
	int got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages), i;

	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	for (i = 0; i < got; i++) {
		struct page *page = pages[i];

		set_page_dirty_lock(page);
		put_page(page);
	}
	return 0;
}
