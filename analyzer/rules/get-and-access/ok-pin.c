// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int transfer(struct device *dev, unsigned long uaddr)
{
	dma_addr_t addr;
	struct page *page;
	int got = pin_user_pages_fast(uaddr, 1, 0, &page);

	if (got != 1)
		return -EFAULT;
	addr = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr)) {
		hw_start(addr, PAGE_SIZE);
		dma_unmap_page(dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	}
	unpin_user_page(page);
	return 0;
}
