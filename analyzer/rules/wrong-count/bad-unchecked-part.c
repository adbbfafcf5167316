// SPDX-License-Identifier: GPL-2.0-or-later
/* A part counts as success, and is dropped as if it were all. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	long ret = pin_user_pages(uaddr, nr, FOLL_WRITE, pages);

	if (ret <= 0)
		return -EFAULT;
	hw_wait();
	unpin_user_pages_dirty_lock(pages, nr, true); /* expect: wrong-count */
	return 0;
}
