// SPDX-License-Identifier: GPL-2.0-or-later
/* A data mover: marked in one loop, dropped in another one, when the transfer is complete. */
#include "kernel.h"

struct aio_data {
	struct device *dev;
	struct page **user_pages;
	int page_count;
	struct sg_table sgt;
	int mapped;
};

int aio_start(struct aio_data *acd, unsigned long base, size_t len);
void aio_complete(struct aio_data *acd, bool received);

int aio_start(struct aio_data *acd, unsigned long base, size_t len)
{
	int rv, i;

	acd->page_count = ((base + len - 1) >> PAGE_SHIFT) - (base >> PAGE_SHIFT) + 1;
	acd->user_pages = kcalloc(acd->page_count, sizeof(struct page *), GFP_KERNEL);
	if (!acd->user_pages)
		return -ENOMEM;

	mmap_read_lock(current->mm); /* get memory map semaphore */
	rv = get_user_pages(base, acd->page_count, FOLL_WRITE, acd->user_pages);
	mmap_read_unlock(current->mm); /* release the semaphore */
	if (rv != acd->page_count) {
		dev_err(acd->dev, "Couldn't get_user_pages (%d)\n", rv);
		if (rv > 0)
			release_pages(acd->user_pages, rv);
		rv = -EFAULT;
		goto err_get_user_pages;
	}

	rv = sg_alloc_table_from_pages(&acd->sgt, acd->user_pages, acd->page_count, base & ~PAGE_MASK, len, GFP_KERNEL);
	if (rv)
		goto err_alloc_sg_table;
	acd->mapped = dma_map_sg(acd->dev, acd->sgt.sgl, acd->sgt.nents, DMA_BIDIRECTIONAL);
	if (acd->mapped <= 0) {
		rv = -EIO;
		goto err_dma_map_sg;
	}
	return 0;

err_dma_map_sg:
	sg_free_table(&acd->sgt);
err_alloc_sg_table:
	for (i = 0; i < acd->page_count; i++)
		put_page(acd->user_pages[i]);
err_get_user_pages:
	kfree(acd->user_pages);
	return rv;
}

void aio_complete(struct aio_data *acd, bool received)
{
	unsigned int i;

	if (received) {
		for (i = 0; i < acd->page_count; i++) {
			if (!PageReserved(acd->user_pages[i]))
				set_page_dirty_lock(acd->user_pages[i]);
		}
	}

	dma_unmap_sg(acd->dev, acd->sgt.sgl, acd->sgt.nents, DMA_BIDIRECTIONAL);

	for (i = 0; i < acd->page_count; i++) {
		put_page(acd->user_pages[i]);
	}

	sg_free_table(&acd->sgt);
	kfree(acd->user_pages);
}
