// SPDX-License-Identifier: GPL-2.0-or-later
/* These pages were pinned by number, not extracted. */
#include "mini/gup.h"

int copy_in(unsigned long uaddr, struct page **pages, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret <= 0)
		return -EFAULT;
	hw_wait();
	unpin_user_pages(pages, ret);
	return 0;
}
