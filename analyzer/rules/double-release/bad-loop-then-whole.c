// SPDX-License-Identifier: GPL-2.0-or-later
/* Page by page, and then the whole vector. */
#include "mini/gup.h"

int probe(unsigned long uaddr)
{
	struct page *pages[8];
	int i, got = pin_user_pages_fast(uaddr, 8, 0, pages);

	if (got <= 0)
		return -EFAULT;
	for (i = 0; i < got; i++)
		unpin_user_page(pages[i]);
	unpin_user_pages(pages, got); /* expect: double-release */
	return 0;
}
