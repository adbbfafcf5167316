// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

static void drop(struct page **pages, unsigned long nr)
{
	unpin_user_pages(pages, nr);
}

int transfer(unsigned long uaddr)
{
	struct page *pages[8];
	long got;

	got = pin_user_pages(uaddr, 8, FOLL_LONGTERM, pages); /* expect: longterm-needless */
	if (got <= 0)
		return -EFAULT;
	drop(pages, got);
	return 0;
}
