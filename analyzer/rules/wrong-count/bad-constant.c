// SPDX-License-Identifier: GPL-2.0-or-later
/* The size of the vector is no number of pages. */
#include "mini/gup.h"

int fill(unsigned long uaddr)
{
	struct page *pages[16];
	int ret = pin_user_pages_fast(uaddr, ARRAY_SIZE(pages), 0, pages);

	if (ret <= 0)
		return -EFAULT;
	hw_wait();
	unpin_user_pages(pages, ARRAY_SIZE(pages)); /* expect: wrong-count */
	return 0;
}
