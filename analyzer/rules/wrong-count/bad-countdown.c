// SPDX-License-Identifier: GPL-2.0-or-later
/* The countdown starts at the number that was asked for. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret <= 0)
		return -EFAULT;
	hw_wait();
	while (nr--)
		unpin_user_page(pages[nr]); /* expect: wrong-count */
	return 0;
}
