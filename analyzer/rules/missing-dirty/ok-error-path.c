// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Nothing was written where it fails. */
int fill(struct device *dev, unsigned long addr, struct page **pages, int nr)
{
	struct sg_table sgt;
	int got, ret;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < nr) {
		if (got > 0)
			unpin_user_pages(pages, got);
		return -EFAULT;
	}
	ret = sg_alloc_table_from_pages(&sgt, pages, nr, 0, (unsigned long)nr * PAGE_SIZE,
					GFP_KERNEL);
	if (!ret)
		ret = dma_map_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
	if (ret) {
		unpin_user_pages(pages, nr);
		return ret;
	}
	ret = hw_wait();
	dma_unmap_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
	unpin_user_pages_dirty_lock(pages, nr, true);
	return ret;
}
