// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages of an object go twice when it does. */
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	int nr;
};

int buffer_fill(struct buffer *b, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, b->pages);

	if (ret < 0)
		return ret;
	b->nr = ret;
	return 0;
}

void buffer_free(struct buffer *b)
{
	unpin_user_pages_dirty_lock(b->pages, b->nr, true);
	hw_wait();
	unpin_user_pages_dirty_lock(b->pages, b->nr, true); /* expect: double-release */
	kfree(b->pages);
}
