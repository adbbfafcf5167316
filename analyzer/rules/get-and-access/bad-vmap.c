// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int clear(unsigned long uaddr)
{
	struct page *pages[2];
	void *to;
	int got = get_user_pages_fast(uaddr, 2, FOLL_WRITE, pages); /* expect: get-and-access */

	if (got <= 0)
		return -EFAULT;
	to = vmap(pages, got, 0, 0);
	if (to) {
		memset(to, 0, PAGE_SIZE);
		set_page_dirty_lock(pages[0]);
		set_page_dirty_lock(pages[1]);
	}
	release_pages(pages, got);
	return 0;
}
