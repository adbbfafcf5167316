// SPDX-License-Identifier: GPL-2.0-or-later
/* Nothing here may be converted alone: this file does not show all there is to know. */
#include <linux/mm.h>

/* Others may call it, with pages of their own. */
void put_them(struct page **common, int nr)
{
	while (nr--)
		put_page(common[nr]);
}

int shared(struct dev *dev, unsigned long addr)
{
	struct page *list[2];

	if (get_user_pages_fast(addr, 2, FOLL_WRITE, list) != 2)
		return -EFAULT;
	dma_map_page(dev, list[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_them(list, 2);
	return 0;
}

/* Handed to somebody who is not in this file. */
int handed(struct dev *dev, unsigned long addr)
{
	struct page *gone;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &gone) != 1)
		return -EFAULT;
	dma_map_page(dev, gone, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	if (keep_it(dev, gone))
		put_page(gone);
	return 0;
}

/* One variable for pages of two kinds. */
int either(struct dev *dev, unsigned long addr, bool user)
{
	struct page *page;

	if (user) {
		if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
	} else {
		page = alloc_page(GFP_KERNEL);
	}
	dma_map_page(dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return 0;
}

/* One reference more. */
int twice(struct dev *dev, unsigned long addr)
{
	struct page *held;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &held) != 1)
		return -EFAULT;
	dma_map_page(dev, held, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	get_page(held);
	put_page(held);
	put_page(held);
	return 0;
}

/* Released by nobody in this file. */
int kept(struct dev *dev, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &dev->kept) != 1)
		return -EFAULT;
	dma_map_page(dev, dev->kept, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

/* On a list through a member of its own. */
int listed(struct dev *dev, unsigned long addr)
{
	struct page *linked;

	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &linked) != 1)
		return -EFAULT;
	dma_map_page(dev, linked, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	list_add(&linked->lru, &dev->pages);
	put_page(linked);
	return 0;
}
