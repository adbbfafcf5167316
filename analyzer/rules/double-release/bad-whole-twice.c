// SPDX-License-Identifier: GPL-2.0-or-later
/* The error path drops the pages, and then goes through the exit that does so too. */
#include "mini/gup.h"

int dma_in(struct page **pages, unsigned long uaddr, int nr)
{
	int err, ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret <= 0)
		return -EFAULT;
	err = hw_wait();
	if (err)
		unpin_user_pages(pages, ret);
	hw_ready();
	unpin_user_pages(pages, ret); /* expect: double-release */
	return err;
}
