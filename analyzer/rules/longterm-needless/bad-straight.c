// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int peek(unsigned long uaddr)
{
	struct page *page;
	int got =
		pin_user_pages_fast(uaddr, 1, FOLL_LONGTERM, &page); /* expect: longterm-needless */

	if (got != 1)
		return -EFAULT;
	unpin_user_page(page);
	return 0;
}
