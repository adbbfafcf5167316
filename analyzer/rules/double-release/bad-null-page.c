// SPDX-License-Identifier: GPL-2.0-or-later
/* There is no page when the call failed, not even an old one. */
#include "mini/gup.h"

int peek(unsigned long uaddr)
{
	struct page *page = NULL;
	int ret = pin_user_pages_fast(uaddr, 1, 0, &page);

	if (ret < 0)
		hw_wait();
	unpin_user_page(page); /* expect: double-release */
	return ret;
}
