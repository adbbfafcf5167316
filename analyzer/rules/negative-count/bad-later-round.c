// SPDX-License-Identifier: GPL-2.0-or-later
/* Earlier rounds took pages, but this one's errno says how many go. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int done = 0, ret;

	while (done < nr) {
		ret = pin_user_pages_fast(uaddr + done * PAGE_SIZE, nr - done, 0, pages + done);
		if (ret <= 0) {
			unpin_user_pages(pages, done);
			unpin_user_pages(pages + done, ret); /* expect: negative-count */
			return -EFAULT;
		}
		done += ret;
	}
	unpin_user_pages(pages, done);
	return 0;
}
