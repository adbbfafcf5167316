// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop over all that was asked for runs when the call failed. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	long i, ret = pin_user_pages(uaddr, nr, FOLL_WRITE, pages);

	if (ret == -EFAULT) {
		for (i = 0; i < nr; i++)
			unpin_user_page(pages[i]); /* expect: double-release */
		return ret;
	}
	if (ret < 0)
		return ret;
	unpin_user_pages(pages, ret);
	return 0;
}
