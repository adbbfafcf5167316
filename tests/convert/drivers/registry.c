// SPDX-License-Identifier: GPL-2.0-or-later
/* A crate of pages: who fills it hands the crate on, not the pages; they go by its own function. */
#include "kernel.h"

struct crate {
	struct device *dev;
	struct page **pages;
	int nr;
};

int crate_fill(struct crate *b, unsigned long addr, int nr);
void crate_empty(struct crate *b);
int crate_lend(struct crate *b, unsigned long addr, int nr);
int borrow_crate(struct crate *b);

int crate_fill(struct crate *b, unsigned long addr, int nr)
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

void crate_empty(struct crate *b)
{
	release_pages(b->pages, b->nr);
	kfree(b->pages);
}

int crate_lend(struct crate *b, unsigned long addr, int nr)
{
	int err;

	err = crate_fill(b, addr, nr);
	if (err)
		return err;
	return borrow_crate(b);
}
