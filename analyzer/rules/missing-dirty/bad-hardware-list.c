// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Nothing says that the device writes, but that is what the pages are taken for. */
int run(unsigned long addr, struct page **pages, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);

	if (got != nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	hw_submit(pages, nr);
	hw_wait();
	unpin_user_pages(pages, nr); /* expect: missing-dirty */
	return 0;
}
