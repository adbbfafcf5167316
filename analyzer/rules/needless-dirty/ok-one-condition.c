// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int transfer(unsigned long addr, struct page **pages, int nr, bool write)
{
	int got = pin_user_pages_fast(addr, nr, write ? FOLL_WRITE : 0, pages);

	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	hw_wait();
	unpin_user_pages_dirty_lock(pages, got, write);
	return 0;
}
