// SPDX-License-Identifier: GPL-2.0-or-later
/* The vector of DMA addresses cannot be had: the pages stay pinned. */
#include "mini/gup.h"

int map_buffer(struct device *dev, unsigned long uaddr, int nr, dma_addr_t **out)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	dma_addr_t *addrs;
	int ret, i;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret != nr) {
		if (ret > 0)
			unpin_user_pages(pages, ret);
		kvfree(pages);
		return ret < 0 ? ret : -EFAULT;
	}
	addrs = kcalloc(nr, sizeof(*addrs), GFP_KERNEL);
	if (!addrs) {
		kvfree(pages);
		return -ENOMEM; /* expect: leak-on-error */
	}
	for (i = 0; i < nr; i++)
		addrs[i] = (dma_addr_t)page_to_pfn(pages[i]) << PAGE_SHIFT;
	unpin_user_pages(pages, nr);
	kvfree(pages);
	*out = addrs;
	return 0;
}
