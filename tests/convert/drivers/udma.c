// SPDX-License-Identifier: GPL-2.0-or-later
/* A video encoder that is fed: pages are only read by the device, and each way out drops them itself. */
#include "kernel.h"

#define UDMA_PAGES 64

struct udma {
	struct page *map[UDMA_PAGES];
	int page_count;
	struct scatterlist SGlist[UDMA_PAGES];
	int SG_length;
	struct device *dev;
};

int udma_setup(struct udma *dma, unsigned long uaddr, int size);
void udma_unmap(struct udma *dma);

static int udma_fill_sg_list(struct udma *dma, int offset)
{
	int i;

	for (i = 0; i < dma->page_count; i++) {
		if (!dma->map[i])
			return -EINVAL;
		sg_set_page(&dma->SGlist[i], dma->map[i], PAGE_SIZE - offset, offset);
		offset = 0;
	}
	return 0;
}

int udma_setup(struct udma *dma, unsigned long uaddr, int size)
{
	int page_count = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;
	int i, err;

	/* Still in USE */
	if (dma->SG_length || dma->page_count)
		return -EBUSY;

	if (page_count <= 0 || page_count > UDMA_PAGES)
		return -EINVAL;

	/* Pin user pages for DMA Xfer */
	err = get_user_pages_unlocked(uaddr, page_count, dma->map, FOLL_FORCE);

	if (page_count != err) {
		dev_err(dma->dev, "failed to map user pages, returned %d instead of %d\n", err, page_count);
		if (err >= 0) {
			for (i = 0; i < err; i++)
				put_page(dma->map[i]);
			return -EINVAL;
		}
		return err;
	}

	dma->page_count = page_count;

	/* Fill SG List with new values */
	if (udma_fill_sg_list(dma, uaddr & ~PAGE_MASK) < 0) {
		for (i = 0; i < dma->page_count; i++)
			put_page(dma->map[i]);
		dma->page_count = 0;
		return -ENOMEM;
	}

	/* Map SG List */
	dma->SG_length = dma_map_sg(dma->dev, dma->SGlist, dma->page_count, DMA_TO_DEVICE);
	return dma->page_count;
}

void udma_unmap(struct udma *dma)
{
	int i;

	/* Nothing to free */
	if (dma->page_count == 0)
		return;

	/* Unmap Scatterlist */
	if (dma->SG_length) {
		dma_unmap_sg(dma->dev, dma->SGlist, dma->page_count, DMA_TO_DEVICE);
		dma->SG_length = 0;
	}
	/* Release User Pages */
	for (i = 0; i < dma->page_count; i++) {
		put_page(dma->map[i]);
	}
	dma->page_count = 0;
}
