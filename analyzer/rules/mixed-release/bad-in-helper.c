// SPDX-License-Identifier: GPL-2.0-or-later
/* The wrong release is in a helper: one function at a time cannot see it. */
#include "mini/gup.h"

static void drop(struct page *page)
{
	put_page(page); /* expect: mixed-release */
}

int run(unsigned long uaddr)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	drop(page);
	return 0;
}
