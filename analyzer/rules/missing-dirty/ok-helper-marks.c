// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

static void drop(struct page **pages, unsigned long nr, bool dirty)
{
	if (dirty)
		unpin_user_pages_dirty_lock(pages, nr, true);
	else
		unpin_user_pages(pages, nr);
}

int fill(unsigned long addr, struct page **pages, int nr, const void *buf)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	void *kaddr;

	if (got != nr) {
		if (got > 0)
			drop(pages, got, false);
		return -EFAULT;
	}
	kaddr = kmap_local_page(pages[0]);
	memcpy(kaddr, buf, PAGE_SIZE);
	kunmap_local(kaddr);
	drop(pages, nr, true);
	return 0;
}
