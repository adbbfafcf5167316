// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Through a scatterlist: the direction stands in the call that maps the table. */
int read_frame(struct device *dev, unsigned long addr, struct page **pages, int nr)
{
	struct sg_table sgt;
	int got, ret;

	got = pin_user_pages_fast(addr, nr, FOLL_WRITE, pages);
	if (got < 0)
		return got;
	ret = -EFAULT;
	if (got < nr)
		goto unpin;
	ret = sg_alloc_table_from_pages(&sgt, pages, nr, 0, (unsigned long)nr * PAGE_SIZE,
					GFP_KERNEL);
	if (ret)
		goto unpin;
	ret = dma_map_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
	if (ret)
		goto free;
	ret = hw_wait();
	dma_unmap_sgtable(dev, &sgt, DMA_FROM_DEVICE, 0);
free:
	sg_free_table(&sgt);
unpin:
	unpin_user_pages(pages, got); /* expect: missing-dirty */
	return ret;
}
