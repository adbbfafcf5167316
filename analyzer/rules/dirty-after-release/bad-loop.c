// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int fill(unsigned long addr, struct page **pages, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages), i;

	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	hw_wait();
	for (i = 0; i < got; i++) {
		unpin_user_page(pages[i]);
		set_page_dirty_lock(pages[i]); /* expect: dirty-after-release */
	}
	return 0;
}
