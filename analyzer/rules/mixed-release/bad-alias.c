// SPDX-License-Identifier: GPL-2.0-or-later
/* By way of another variable. */
#include "mini/gup.h"

int alias(unsigned long uaddr)
{
	struct page *pages[2], *first, **vec = pages;

	if (pin_user_pages_fast(uaddr, 2, 0, vec) != 2)
		return -EFAULT; /* expect: partial-leak */
	first = vec[0];
	put_page(first); /* expect: mixed-release */
	unpin_user_page(pages[1]);
	return 0;
}
