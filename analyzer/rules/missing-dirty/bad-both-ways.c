// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* A device that may write, and a helper that drops. */
static void drop(struct page **pages, unsigned long nr)
{
	unpin_user_pages(pages, nr); /* expect: missing-dirty */
}

int exchange(struct device *dev, unsigned long addr, struct page **pages, int nr)
{
	dma_addr_t dma;
	int got, i;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got != nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	for (i = 0; i < nr; i++) {
		dma = dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
		hw_start(dma, PAGE_SIZE);
	}
	hw_wait();
	drop(pages, nr);
	return 0;
}
