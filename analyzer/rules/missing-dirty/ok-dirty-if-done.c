// SPDX-License-Identifier: GPL-2.0-or-later
/* Dirtied only if the device says that it wrote. */
#include "mini/gup.h"
int c11(struct device *dev, unsigned long a, size_t (*xfer)(dma_addr_t))
{
	struct page *p;
	dma_addr_t d;
	size_t done;

	if (pin_user_pages_fast(a, 1, FOLL_WRITE, &p) != 1)
		return -EFAULT;
	d = dma_map_page(dev, p, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	done = xfer(d);
	dma_unmap_page(dev, d, PAGE_SIZE, DMA_FROM_DEVICE);
	if (done)
		set_page_dirty_lock(p);
	unpin_user_page(p);
	return done;
}
