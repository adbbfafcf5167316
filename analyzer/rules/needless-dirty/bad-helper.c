// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

static void drop(struct page **pages, unsigned long nr)
{
	unpin_user_pages_dirty_lock(pages, nr, true); /* expect: needless-dirty */
}

int send(unsigned long addr, struct page **pages, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_FORCE, pages);

	if (got <= 0)
		return -EFAULT;
	hw_submit(pages, got);
	hw_wait();
	drop(pages, got);
	return 0;
}
