// SPDX-License-Identifier: GPL-2.0-or-later
/* One variable, two origins: the page of the user, or one that the driver allocates. */
#include "kernel.h"

struct page *alloc_page(gfp_t gfp);
int either_run(struct device *dev, unsigned long addr, bool user);

int either_run(struct device *dev, unsigned long addr, bool user)
{
	struct page *page;
	dma_addr_t dma;
	int ret;

	if (user) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
	} else {
		page = alloc_page(GFP_KERNEL);
		if (!page)
			return -ENOMEM;
	}
	dma = dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	ret = hw_start(dma, PAGE_SIZE);
	dma_unmap_page(dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return ret;
}
