// SPDX-License-Identifier: GPL-2.0-or-later
/* Remote memory access over a socket: pages go to a scatterlist, partial results run down. */
#include "kernel.h"

struct message_mr {
	struct device *dev;
	struct scatterlist *sg;
	unsigned int nents;
	bool write;
};

int message_map(struct message_mr *mr, unsigned long user_addr, unsigned int nr_pages);
void message_free(struct message_mr *mr);

static int message_pin_pages(unsigned long user_addr, unsigned int nr_pages, struct page **pages, int write)
{
	unsigned int flags = 0;
	int ret;

	if (write)
		flags |= FOLL_WRITE;

	ret = get_user_pages_fast(user_addr, nr_pages, flags, pages);
	if (ret >= 0 && ret < nr_pages) {
		while (ret--)
			put_page(pages[ret]);
		ret = -EFAULT;
	}

	return ret;
}

int message_map(struct message_mr *mr, unsigned long user_addr, unsigned int nr_pages)
{
	struct page **pages;
	struct scatterlist *sg;
	unsigned int i;
	int ret;

	pages = kcalloc(nr_pages, sizeof(struct page *), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	ret = message_pin_pages(user_addr, nr_pages, pages, mr->write);
	if (ret < 0)
		goto out;
	sg = kcalloc(nr_pages, sizeof(*sg), GFP_KERNEL);
	if (!sg) {
		for (i = 0; i < nr_pages; i++)
			put_page(pages[i]);
		ret = -ENOMEM;
		goto out;
	}
	sg_init_table(sg, nr_pages);
	for (i = 0; i < nr_pages; i++)
		sg_set_page(&sg[i], pages[i], PAGE_SIZE, 0);
	mr->sg = sg;
	mr->nents = nr_pages;
	dma_map_sg(mr->dev, mr->sg, mr->nents, DMA_BIDIRECTIONAL);
	ret = 0;
out:
	kfree(pages);
	return ret;
}

void message_free(struct message_mr *mr)
{
	unsigned int i;

	dma_unmap_sg(mr->dev, mr->sg, mr->nents, DMA_BIDIRECTIONAL);
	for (i = 0; i < mr->nents; i++) {
		struct page *page = sg_page(&mr->sg[i]);

		if (mr->write)
			set_page_dirty_lock(page);
		put_page(page);
	}
	kfree(mr->sg);
}
