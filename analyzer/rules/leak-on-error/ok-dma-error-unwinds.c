// SPDX-License-Identifier: GPL-2.0-or-later
/* The mapping of one page fails: all pages are dropped. */
#include "mini/gup.h"

int map_pages(struct device *dev, unsigned long uaddr, dma_addr_t *addrs)
{
	struct page *pages[4];
	int i, n = pin_user_pages_fast(uaddr, 4, FOLL_WRITE, pages);

	if (n != 4)
		goto drop;
	for (i = 0; i < 4; i++) {
		addrs[i] = dma_map_page(dev, pages[i], 0, PAGE_SIZE, DMA_TO_DEVICE);
		if (dma_mapping_error(dev, addrs[i]))
			goto drop;
	}
	unpin_user_pages(pages, 4);
	return 0;
drop:
	if (n > 0)
		unpin_user_pages(pages, n);
	return -EIO;
}
