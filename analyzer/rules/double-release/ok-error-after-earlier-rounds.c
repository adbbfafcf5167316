// SPDX-License-Identifier: GPL-2.0-or-later
/* The call of this round failed, those of earlier rounds did not. */
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
	unpin_user_pages(pages, done);
	return 0;
}
