// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* The array is used again for the next part. */
int fill(unsigned long addr, struct page **pages, int rounds)
{
	int i, k;

	for (k = 0; k < rounds; k++) {
		int got = pin_user_pages_fast(addr + k * 8 * PAGE_SIZE, 8, FOLL_WRITE, pages);

		if (got <= 0)
			return -EFAULT;
		hw_submit(pages, got);
		for (i = 0; i < got; i++)
			set_page_dirty_lock(pages[i]);
		unpin_user_pages(pages, got);
	}
	return 0;
}
