// SPDX-License-Identifier: GPL-2.0-or-later
/* The address of a variable is an array of one page; the object keeps the pages. */
#include "mini/gup.h"

struct buf {
	int n;
	struct page *pages[8];
};

int buf_fill(struct buf *b, unsigned long uaddr)
{
	int got = pin_user_pages_fast(uaddr, 8, FOLL_WRITE | FOLL_LONGTERM, b->pages);

	b->n = got < 0 ? 0 : got;
	hw_submit(b->pages, b->n);
	return b->n ? 0 : -EFAULT;
}

void buf_drop(struct buf *b, bool dirty)
{
	for (int i = 0; i < b->n; i++) {
		struct page *page = b->pages[i];

		unpin_user_pages(&page, 1);
		if (dirty)
			set_page_dirty_lock(page); /* expect: dirty-after-release */
	}
}
