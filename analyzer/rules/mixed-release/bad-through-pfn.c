// SPDX-License-Identifier: GPL-2.0-or-later
/* By way of the frame number and back. */
#include "mini/gup.h"

int by_number(unsigned long uaddr)
{
	struct page *page;
	unsigned long pfn;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	pfn = page_to_pfn(page);
	put_page(pfn_to_page(pfn)); /* expect: mixed-release */
	return 0;
}
