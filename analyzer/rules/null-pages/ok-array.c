// SPDX-License-Identifier: GPL-2.0-or-later
/* A local array is there. */
#include "mini/gup.h"

int touch(unsigned long uaddr)
{
	struct page *pages[4];
	int n = pin_user_pages_fast(uaddr, 4, 0, pages);

	if (n > 0)
		unpin_user_pages(pages, n);
	return n;
}
