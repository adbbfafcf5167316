// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int fill(unsigned long addr, struct page **pages, int nr)
{
	int got = get_user_pages_fast(addr, nr, FOLL_WRITE, pages), i;

	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	hw_wait();
	release_pages(pages, got);
	for (i = 0; i < got; i++)
		set_page_dirty_lock(pages[i]); /* expect: dirty-after-release */
	return 0;
}
