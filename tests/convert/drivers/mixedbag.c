// SPDX-License-Identifier: GPL-2.0-or-later
/* Bounce buffers and user pages share an array: who drops them cannot tell one from the other. */
#include "kernel.h"

struct bag {
	struct device *dev;
	struct page **pages;
	int nr;
};

int bag_user(struct bag *b, unsigned long addr, int nr);
int bag_bounce(struct bag *b, int nr);
void bag_drop(struct bag *b);
struct page *bounce_page(struct device *dev);
int bag_transfer(struct bag *b, unsigned long addr, int nr, bool aligned);

int bag_user(struct bag *b, unsigned long addr, int nr)
{
	int got = get_user_pages_fast(addr, nr, FOLL_WRITE, b->pages);

	if (got < 0)
		return got;
	b->nr = got;
	return got == nr ? 0 : -EFAULT;
}

int bag_bounce(struct bag *b, int nr)
{
	for (b->nr = 0; b->nr < nr; b->nr++) {
		struct page *page = bounce_page(b->dev);

		if (!page)
			return -ENOMEM;
		b->pages[b->nr] = page;
	}
	return 0;
}

void bag_drop(struct bag *b)
{
	while (b->nr)
		put_page(b->pages[--b->nr]);
}

int bag_transfer(struct bag *b, unsigned long addr, int nr, bool aligned)
{
	int ret = aligned ? bag_user(b, addr, nr) : bag_bounce(b, nr);
	dma_addr_t dma;

	if (!ret) {
		dma = dma_map_page(b->dev, b->pages[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		ret = hw_start(dma, PAGE_SIZE);
		dma_unmap_page(b->dev, dma, PAGE_SIZE, DMA_FROM_DEVICE);
	}
	bag_drop(b);
	return ret;
}
