// SPDX-License-Identifier: GPL-2.0-or-later
/* First half, second half. */
#include "mini/gup.h"

int work(struct page **pages, unsigned long uaddr, int nr, int half)
{
	int ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	if (ret <= half) {
		unpin_user_pages(pages, ret);
		return 0;
	}
	unpin_user_pages(pages, half);
	hw_wait();
	unpin_user_pages(pages + half, ret - half);
	return 0;
}
