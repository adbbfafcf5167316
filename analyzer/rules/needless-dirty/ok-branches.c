// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int transfer(unsigned long addr, struct page **pages, int nr, int rw)
{
	unsigned int flags = 0;
	int got, i;

	if (rw == READ)
		flags |= FOLL_WRITE;
	got = pin_user_pages_fast(addr, nr, flags, pages);
	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	hw_wait();
	for (i = 0; i < got; i++)
		if (rw == READ)
			set_page_dirty_lock(pages[i]);
	unpin_user_pages(pages, got);
	return 0;
}
