// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* The device fills the page; the page goes without being marked dirty. */
int fill(struct device *dev, unsigned long addr)
{
	struct page *page;
	dma_addr_t dma;
	int ret;

	ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, dma)) {
		unpin_user_page(page);
		return -EIO;
	}
	ret = hw_wait();
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	unpin_user_page(page); /* expect: missing-dirty */
	return ret;
}
