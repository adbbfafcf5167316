// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

static int send(struct device *dev, struct page *page)
{
	dma_addr_t addr = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_TO_DEVICE);

	if (dma_mapping_error(dev, addr))
		return -EIO;
	hw_start(addr, PAGE_SIZE);
	dma_unmap_page(dev, addr, PAGE_SIZE, DMA_TO_DEVICE);
	return 0;
}

int transfer(struct device *dev, unsigned long uaddr)
{
	struct page *page;
	int ret, got = get_user_pages_fast(uaddr, 1, 0, &page); /* expect: get-and-access */

	if (got != 1)
		return -EFAULT;
	ret = send(dev, page);
	put_page(page);
	return ret;
}
