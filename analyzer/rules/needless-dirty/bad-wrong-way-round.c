// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* The condition is the other way round. */
int transfer(unsigned long addr, struct page **pages, int nr, bool to_device)
{
	int got = pin_user_pages_fast(addr, nr, to_device ? 0 : FOLL_WRITE, pages);

	if (got <= 0)
		return -EFAULT;
	hw_wait();
	unpin_user_pages_dirty_lock(pages, got, to_device); /* expect: needless-dirty */
	return 0;
}
