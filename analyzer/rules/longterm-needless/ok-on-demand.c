// SPDX-License-Identifier: GPL-2.0-or-later
/* Somebody thought of when to set it. */
#include "mini/gup.h"

int transfer(unsigned long uaddr, bool cma)
{
	struct page *page;
	int got = pin_user_pages_fast(uaddr, 1, cma ? FOLL_LONGTERM : 0, &page);

	if (got != 1)
		return -EFAULT;
	unpin_user_page(page);
	return 0;
}
