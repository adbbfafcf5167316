// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop runs over the whole vector. */
#include "mini/gup.h"

int fill(unsigned long uaddr)
{
	struct page *pages[16];
	int i, ret = pin_user_pages_fast(uaddr, 16, 0, pages);

	if (ret <= 0)
		return -EFAULT;
	hw_wait();
	for (i = 0; i < 16; i++)
		unpin_user_page(pages[i]); /* expect: wrong-count */
	return 0;
}
