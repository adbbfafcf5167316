// SPDX-License-Identifier: GPL-2.0-or-later
/* The device gets another page. */
#include "mini/gup.h"

int hint(struct device *dev, unsigned long uaddr, struct page *own)
{
	dma_addr_t addr;
	struct page *page;
	int got = get_user_pages_fast(uaddr, 1, 0, &page);

	if (got != 1)
		return -EFAULT;
	addr = dma_map_page(dev, own, 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (!dma_mapping_error(dev, addr))
		dma_unmap_page(dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	put_page(page);
	return 0;
}
