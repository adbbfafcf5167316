// SPDX-License-Identifier: GPL-2.0-or-later
/* Each file has a static function of the same name; each call means its own. */
#include "mini/gup.h"

static void drop(struct page *page)
{
	unpin_user_page(page);
}

int pins(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	drop(page);
	return 0;
}
