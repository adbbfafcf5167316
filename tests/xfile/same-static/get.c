// SPDX-License-Identifier: GPL-2.0-or-later
/* This one drops a reference of the other kind. */
#include "mini/gup.h"

static void drop(struct page *page)
{
	put_page(page); /* expect: mixed-release */
}

int gets(unsigned long addr)
{
	struct page *page;

	if (get_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	drop(page);
	return 0;
}

int pins_and_puts(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	drop(page);
	return 0;
}
