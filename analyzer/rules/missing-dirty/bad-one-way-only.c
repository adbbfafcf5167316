// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* One way out marks them, the other forgot. */
int run(unsigned long addr, struct page **pages, int nr, bool poll)
{
	int got;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	hw_submit(pages, nr);
	if (poll) {
		while (!hw_ready())
			cond_resched();
		unpin_user_pages(pages, nr); /* expect: missing-dirty */
		return 0;
	}
	hw_wait();
	unpin_user_pages_dirty_lock(pages, nr, true);
	return 0;
}
