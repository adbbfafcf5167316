// SPDX-License-Identifier: GPL-2.0-or-later
/* The object's count says that nothing is left, and its pages come and go. */
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	int nr;
};
void buffer_refill(struct buffer *b);

int buffer_fill(struct buffer *b, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, b->pages);

	if (ret < 0)
		return ret;
	b->nr = ret;
	return 0;
}

static void buffer_drop(struct buffer *b)
{
	if (b->nr)
		unpin_user_pages_dirty_lock(b->pages, b->nr, true);
	b->nr = 0;
}

void buffer_free(struct buffer *b)
{
	buffer_drop(b);
	hw_wait();
	buffer_drop(b);
	kfree(b->pages);
}

void buffer_reset(struct buffer *b)
{
	unpin_user_pages_dirty_lock(b->pages, b->nr, true);
	buffer_refill(b);
	unpin_user_pages_dirty_lock(b->pages, b->nr, true);
}
