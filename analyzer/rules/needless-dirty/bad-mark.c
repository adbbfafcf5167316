// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int send(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;

	if (pin_user_pages_fast(addr, 1, FOLL_FORCE, &page) != 1)
		return -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	hw_wait();
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_TO_DEVICE);
	set_page_dirty_lock(page); /* expect: needless-dirty */
	unpin_user_page(page);
	return 0;
}
