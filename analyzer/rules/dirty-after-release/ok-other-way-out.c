// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int fill(unsigned long addr, struct page **pages, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages), i;

	if (got != nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	for (i = 0; i < nr; i++)
		set_page_dirty_lock(pages[i]);
	unpin_user_pages(pages, nr);
	return 0;
}
