// SPDX-License-Identifier: GPL-2.0-or-later
/* A batch of copies for a hypervisor: each page joins the batch as it comes. */
#include "kernel.h"

#define GRANT_BATCH 24

struct grant_batch {
	struct device *dev;
	struct page *pages[GRANT_BATCH];
	unsigned int nr_pages;
	bool writeable;
};

int grant_copy(struct grant_batch *batch, unsigned long virt, unsigned int count);

static int grant_get_page(struct grant_batch *batch, unsigned long addr, dma_addr_t *dma)
{
	struct page *page;
	int ret;

	ret = get_user_pages_fast(addr, 1, batch->writeable ? FOLL_WRITE : 0, &page);
	if (ret < 0)
		return ret;
	if (ret != 1)
		return -EFAULT;

	batch->pages[batch->nr_pages++] = page;
	*dma = dma_map_page(batch->dev, page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

static void grant_put_pages(struct grant_batch *batch)
{
	unsigned int i;

	for (i = 0; i < batch->nr_pages; i++) {
		if (batch->writeable && !PageDirty(batch->pages[i]))
			set_page_dirty_lock(batch->pages[i]);
		put_page(batch->pages[i]);
	}
	batch->nr_pages = 0;
	batch->writeable = false;
}

int grant_copy(struct grant_batch *batch, unsigned long virt, unsigned int count)
{
	unsigned int i;
	dma_addr_t dma;
	int ret = 0;

	if (count > GRANT_BATCH)
		return -EINVAL;
	for (i = 0; i < count; i++) {
		ret = grant_get_page(batch, virt + i * PAGE_SIZE, &dma);
		if (ret < 0)
			goto out;
		ret = hw_start(dma, PAGE_SIZE);
	}
out:
	grant_put_pages(batch);
	return ret;
}
