// SPDX-License-Identifier: GPL-2.0-or-later
/* Every round takes, and drops what it took. */
#include "mini/gup.h"

int scan(unsigned long uaddr, int rounds)
{
	struct page *pages[16];
	int ret = 0;

	while (rounds--) {
		ret = pin_user_pages_fast(uaddr, 16, 0, pages);
		if (ret <= 0)
			break;
		hw_wait();
		unpin_user_pages(pages, ret);
		uaddr += ret * PAGE_SIZE;
	}
	return ret;
}
