// SPDX-License-Identifier: GPL-2.0-or-later
/* The errno is added to the pages of the rounds before. */
#include "mini/gup.h"

int pin_range(unsigned long uaddr, int nr, struct page **pages)
{
	int pinned = 0, ret;

	do {
		ret = pin_user_pages_fast(uaddr + pinned * PAGE_SIZE, nr - pinned, 0,
					  pages + pinned);
		pinned += ret;
	} while (ret > 0 && pinned < nr);
	if (pinned == nr)
		return 0;
	unpin_user_pages(pages, pinned); /* expect: negative-count */
	return -EFAULT;
}
