// SPDX-License-Identifier: GPL-2.0-or-later
/* The static functions of the other files are not meant here. */
#include "mini/gup.h"

void drop(struct page *page);

int unknown_drop(unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 0, &page) != 1)
		return -EFAULT;
	drop(page);
	return 0;
}
