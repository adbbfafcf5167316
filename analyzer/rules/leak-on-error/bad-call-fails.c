// SPDX-License-Identifier: GPL-2.0-or-later
/* Code that is not followed gets the pages, but fails; where it does not, they are dropped here. */
#include "mini/gup.h"

int submit(unsigned long uaddr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(uaddr, 4, 0, pages), ret;

	if (n <= 0)
		return n;
	ret = hw_submit(pages, n);
	if (ret)
		return ret; /* expect: leak-on-error */
	unpin_user_pages(pages, n);
	return 0;
}
