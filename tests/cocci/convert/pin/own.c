// SPDX-License-Identifier: GPL-2.0-or-later
/* The driver has a function of the name that the conversion would call. */
#include <linux/mm.h>

static int pin_user_pages_fast(unsigned long first, int count, int write, struct page *pages[])
{
	return get_user_pages_fast(first, count, write ? FOLL_WRITE : 0, pages);
}

int transfer(struct dev *dev, unsigned long addr)
{
	struct page *pages[8];
	int i, n;

	n = get_user_pages_fast(addr, 8, FOLL_WRITE, pages);
	for (i = 0; i < n; i++) {
		dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_FROM_DEVICE);
		put_page(pages[i]);
	}
	return 0;
}
