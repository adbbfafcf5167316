// SPDX-License-Identifier: GPL-2.0-or-later
/* Only what is not negative is added up. */
#include "mini/gup.h"

int pin_range(unsigned long uaddr, int nr, struct page **pages)
{
	int pinned = 0, ret;

	while (pinned < nr) {
		ret = pin_user_pages_fast(uaddr + pinned * PAGE_SIZE, nr - pinned, 0,
					  pages + pinned);
		if (ret <= 0) {
			unpin_user_pages(pages, pinned);
			return ret ? ret : -EFAULT;
		}
		pinned += ret;
	}
	return 0;
}
