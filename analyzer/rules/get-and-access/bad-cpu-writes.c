// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int clear(unsigned long uaddr)
{
	struct page *page;
	void *to;
	int got = get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page); /* expect: get-and-access */

	if (got != 1)
		return -EFAULT;
	to = kmap_local_page(page);
	memset(to, 0, PAGE_SIZE);
	kunmap_local(to);
	set_page_dirty_lock(page);
	put_page(page);
	return 0;
}
