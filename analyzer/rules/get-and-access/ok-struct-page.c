// SPDX-License-Identifier: GPL-2.0-or-later
/* Case 4. */
#include "mini/gup.h"

long frame(unsigned long uaddr)
{
	struct page *page;
	long pfn;
	int got = get_user_pages_fast(uaddr, 1, 0, &page);

	if (got != 1)
		return -EFAULT;
	pfn = page_to_pfn(page);
	put_page(page);
	return pfn;
}
