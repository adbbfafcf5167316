// SPDX-License-Identifier: GPL-2.0-or-later
/* A tape drive: the pages of a buffer stay mapped while a command runs; who ends it says if they are dirty. */
#include "kernel.h"

struct tape_buf {
	struct page **mapped;
	int nr_mapped;
	int offset;
	struct scatterlist *sgl;
	struct device *dev;
};

int tape_map(struct tape_buf *b, unsigned int max, unsigned long uaddr, size_t count, int rw);
int tape_unmap(struct tape_buf *b, const unsigned int nr, int dirtied);
ssize_t tape_io(struct tape_buf *b, unsigned long uaddr, size_t count, int rw);

int tape_map(struct tape_buf *b, unsigned int max, unsigned long uaddr, size_t count, int rw)
{
	unsigned long end = (uaddr + count + PAGE_SIZE - 1) >> PAGE_SHIFT;
	unsigned long start = uaddr >> PAGE_SHIFT;
	const int nr_pages = end - start;
	int res, j;
	struct page **pages;

	if (uaddr + count < uaddr)
		return -EINVAL;
	if (nr_pages > (int)max)
		return -ENOMEM;
	if (count == 0)
		return 0;
	pages = kmalloc_array(max, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;

	/* Try to fault in all of the necessary pages */
	res = get_user_pages_fast(uaddr, nr_pages, rw == READ ? FOLL_WRITE : 0, pages);

	/* Errors and no page mapped should return here */
	if (res < nr_pages)
		goto out_unmap;

	b->offset = uaddr & ~PAGE_MASK;
	b->mapped = pages;
	return nr_pages;
out_unmap:
	if (res > 0) {
		for (j = 0; j < res; j++)
			put_page(pages[j]);
		res = 0;
	}
	kfree(pages);
	return res;
}

/* And unmap them... */
int tape_unmap(struct tape_buf *b, const unsigned int nr, int dirtied)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		struct page *page = b->mapped[i];

		if (dirtied)
			SetPageDirty(page);
		/* FIXME: cache flush missing for rw==READ */
		put_page(page);
	}
	kfree(b->mapped);
	b->mapped = NULL;
	return 0;
}

ssize_t tape_io(struct tape_buf *b, unsigned long uaddr, size_t count, int rw)
{
	dma_addr_t dma;
	int n, ret;

	n = tape_map(b, 64, uaddr, count, rw);
	if (n <= 0)
		return n;
	b->nr_mapped = n;
	dma = dma_map_page(b->dev, b->mapped[0], 0, count, DMA_BIDIRECTIONAL);
	ret = hw_start(dma, count);
	dma_unmap_page(b->dev, dma, count, DMA_BIDIRECTIONAL);
	tape_unmap(b, b->nr_mapped, rw == READ);
	b->nr_mapped = 0;
	return ret;
}
