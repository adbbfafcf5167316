// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Taken for writing and marked dirty under one and the same condition. */
int transfer(struct device *dev, unsigned long addr, struct page **pages, int nr, bool write)
{
	enum dma_data_direction dir = write ? DMA_FROM_DEVICE : DMA_TO_DEVICE;
	dma_addr_t dma;
	int got, i;

	got = pin_user_pages_fast(addr, nr, write ? FOLL_WRITE : 0, pages);
	if (got != nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	for (i = 0; i < nr; i++) {
		dma = dma_map_page(dev, pages[i], 0, PAGE_SIZE, dir);
		hw_start(dma, PAGE_SIZE);
	}
	hw_wait();
	unpin_user_pages_dirty_lock(pages, nr, write);
	return 0;
}
