// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages came through two files. */
#include "mini/gup.h"

int two_pages(unsigned long addr, struct page **first, struct page **second);

int drops_both(unsigned long addr)
{
	struct page *a, *b;

	if (two_pages(addr, &a, &b))
		return -EFAULT;
	set_page_dirty_lock(a);
	set_page_dirty_lock(b);
	unpin_user_page(a);
	unpin_user_page(b);
	return 0;
}

int drops_one(unsigned long addr)
{
	struct page *a, *b;

	if (two_pages(addr, &a, &b))
		return -EFAULT;
	set_page_dirty_lock(a);
	unpin_user_page(a);
	return -EIO; /* expect: leak-on-error */
}
