// SPDX-License-Identifier: GPL-2.0-or-later
/* The object remembers how its pages were taken. */
#include "mini/gup.h"

enum how { NONE, GOT, PINNED };
struct buf {
	enum how how;
	struct page *page;
};

static int buf_fill(struct buf *b, unsigned long uaddr, bool dma)
{
	int ret = dma ? pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &b->page) :
			get_user_pages_fast(uaddr, 1, FOLL_WRITE, &b->page);

	b->how = ret != 1 ? NONE : dma ? PINNED : GOT;
	if (b->how == PINNED && !hw_ready()) {
		unpin_user_page(b->page);
		b->how = NONE;
	} else if (b->how == GOT && !hw_ready()) {
		put_page(b->page);
		b->how = NONE;
	}
	return b->how == NONE ? -EFAULT : 0;
}

int fill(struct buf *b, unsigned long uaddr, bool dma)
{
	return buf_fill(b, uaddr, dma);
}
