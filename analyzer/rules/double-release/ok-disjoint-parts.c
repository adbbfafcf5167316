// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop drops those that were worked on, the rest goes as a vector. */
#include "mini/gup.h"

int work(struct page **pages, unsigned long uaddr, int nr)
{
	int i, ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	for (i = 0; i < ret; i++) {
		if (hw_wait())
			break;
		unpin_user_page(pages[i]);
	}
	unpin_user_pages(pages + i, ret - i);
	return 0;
}
