// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int fill(unsigned long addr, struct page **pages, int nr, const void *buf)
{
	int got, i;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got <= 0)
		return -EFAULT;
	for (i = 0; i < got; i++) {
		void *kaddr = kmap_local_page(pages[i]);

		memcpy(kaddr, buf, PAGE_SIZE);
		kunmap_local(kaddr);
	}
	for (i = 0; i < got; i++)
		set_page_dirty_lock(pages[i]);
	unpin_user_pages(pages, got);
	return got;
}
