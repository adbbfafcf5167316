// SPDX-License-Identifier: GPL-2.0-or-later
/* As many as were asked for are dropped when the call failed. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret < 0) {
		unpin_user_pages(pages, nr); /* expect: double-release */
		return ret;
	}
	hw_wait();
	unpin_user_pages(pages, ret);
	return 0;
}
