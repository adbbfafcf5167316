// SPDX-License-Identifier: GPL-2.0-or-later
/* A graphics driver's user memory: got in pieces, a scatterlist over it, dropped by walking its pages. */
#include "kernel.h"

struct gtt {
	struct device *dev;
	struct page **pages;
	unsigned int num_pages;
	struct sg_table *sg;
	unsigned long userptr;
	unsigned int userflags;
};

int gtt_pin_userptr(struct gtt *gtt);
void gtt_unpin_userptr(struct gtt *gtt);

int gtt_pin_userptr(struct gtt *gtt)
{
	unsigned int pinned = 0;
	int r;
	int write = !(gtt->userflags & 1);

	do {
		unsigned int num_pages = gtt->num_pages - pinned;
		unsigned long userptr = gtt->userptr + pinned * PAGE_SIZE;
		struct page **pages = gtt->pages + pinned;

		r = get_user_pages(userptr, num_pages, write ? FOLL_WRITE : 0, pages);
		if (r < 0)
			goto release_pages;
		pinned += r;
	} while (pinned < gtt->num_pages);

	r = sg_alloc_table_from_pages(gtt->sg, gtt->pages, gtt->num_pages, 0, gtt->num_pages * PAGE_SIZE, GFP_KERNEL);
	if (r)
		goto release_sg;
	r = dma_map_sgtable(gtt->dev, gtt->sg, DMA_BIDIRECTIONAL, 0);
	if (r)
		goto release_sg;
	return 0;

release_sg:
	kfree(gtt->sg);
release_pages:
	release_pages(gtt->pages, pinned);
	return r;
}

void gtt_unpin_userptr(struct gtt *gtt)
{
	struct sg_page_iter sg_iter;

	/* double check that we don't free the table twice */
	if (!gtt->sg || !gtt->sg->sgl)
		return;

	/* free the sg table and pages again */
	dma_unmap_sgtable(gtt->dev, gtt->sg, DMA_BIDIRECTIONAL, 0);
	for_each_sgtable_page(gtt->sg, &sg_iter, 0) {
		struct page *page = sg_page_iter_page(&sg_iter);

		if (!(gtt->userflags & 1))
			set_page_dirty(page);

		mark_page_accessed(page);
		put_page(page);
	}
	sg_free_table(gtt->sg);
}
