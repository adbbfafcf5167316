// SPDX-License-Identifier: GPL-2.0-or-later
/* The rounds before took some, this one failed: not all are there. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int done = 0, ret;

	while (done < nr) {
		ret = pin_user_pages_fast(uaddr + done * PAGE_SIZE, nr - done, 0, pages + done);
		if (ret < 0 && done) {
			unpin_user_pages(pages, nr); /* expect: wrong-count */
			return ret;
		}
		if (ret <= 0)
			return -EFAULT;
		done += ret;
	}
	unpin_user_pages(pages, done);
	return 0;
}
