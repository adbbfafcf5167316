// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper looks at the sign. */
#include "mini/gup.h"

static void drop(struct page **pages, int nr)
{
	if (nr > 0)
		unpin_user_pages(pages, nr);
}

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret != nr) {
		drop(pages, ret);
		return -EFAULT;
	}
	return 0;
}
