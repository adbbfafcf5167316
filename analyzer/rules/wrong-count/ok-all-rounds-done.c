// SPDX-License-Identifier: GPL-2.0-or-later
/* When the loop is through, all pages are there. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int done = 0, ret;

	while (done < nr) {
		ret = pin_user_pages_fast(uaddr + done * PAGE_SIZE, nr - done, 0, pages + done);
		if (ret <= 0) {
			unpin_user_pages(pages, done);
			return -EFAULT;
		}
		done += ret;
	}
	hw_wait();
	unpin_user_pages(pages, nr);
	return 0;
}
