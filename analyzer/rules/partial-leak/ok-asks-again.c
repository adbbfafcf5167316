// SPDX-License-Identifier: GPL-2.0-or-later
/* A shortage leads to another call for the rest. */
#include "mini/gup.h"

int pin_all(unsigned long uaddr, unsigned long nr, struct page **pages)
{
	unsigned long pinned = 0;
	long ret;

	do {
		ret = pin_user_pages_unlocked(uaddr + (pinned << PAGE_SHIFT), nr - pinned,
					      pages + pinned, FOLL_WRITE);
		if (ret <= 0)
			break;
		pinned += ret;
	} while (pinned < nr);
	if (pinned == nr)
		return 0;
	unpin_user_pages(pages, pinned);
	return ret < 0 ? ret : -EFAULT;
}
