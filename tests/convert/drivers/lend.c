// SPDX-License-Identifier: GPL-2.0-or-later
/* A box of pages: who fills it may lend the pages to somebody whose code is elsewhere, and who may drop them. */
#include "kernel.h"

struct box {
	struct device *dev;
	struct page **pages;
	int nr;
};

int box_fill(struct box *b, unsigned long addr, int nr);
void box_empty(struct box *b);
int box_lend(struct box *b, unsigned long addr, int nr);
int borrow_pages(struct page **pages, int nr);

int box_fill(struct box *b, unsigned long addr, int nr)
{
	int got;

	b->pages = kcalloc(nr, sizeof(*b->pages), GFP_KERNEL);
	if (!b->pages)
		return -ENOMEM;
	got = get_user_pages_fast(addr, nr, 0, b->pages);
	if (got < nr) {
		if (got > 0)
			release_pages(b->pages, got);
		kfree(b->pages);
		return -EFAULT;
	}
	b->nr = nr;
	dma_map_page(b->dev, b->pages[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	return 0;
}

void box_empty(struct box *b)
{
	release_pages(b->pages, b->nr);
	kfree(b->pages);
}

int box_lend(struct box *b, unsigned long addr, int nr)
{
	int err;

	err = box_fill(b, addr, nr);
	if (err)
		return err;
	return borrow_pages(b->pages, b->nr);
}
