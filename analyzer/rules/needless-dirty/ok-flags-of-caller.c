// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int transfer(unsigned long addr, struct page **pages, int nr, unsigned int flags)
{
	int got = pin_user_pages_fast(addr, nr, flags, pages);

	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	hw_wait();
	unpin_user_pages_dirty_lock(pages, got, true);
	return 0;
}
