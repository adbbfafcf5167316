// SPDX-License-Identifier: GPL-2.0-or-later
/* The one in the middle makes an errno of it. */
#include "mini/gup.h"

struct page *one_page(unsigned long addr);
int two_pages(unsigned long addr, struct page **first, struct page **second);

int two_pages(unsigned long addr, struct page **first, struct page **second)
{
	*first = one_page(addr);
	if (!*first)
		return -EFAULT;
	*second = one_page(addr + PAGE_SIZE);
	if (!*second) {
		unpin_user_page(*first);
		return -EFAULT;
	}
	return 0;
}
