// SPDX-License-Identifier: GPL-2.0-or-later
/* Case 3: a notifier stops the device, getting the pages is right. */
#include <linux/mm.h>
#include <linux/mmu_notifier.h>

int map(struct buf *buf, unsigned long addr)
{
	struct page *page;

	if (mmu_interval_notifier_insert(&buf->notifier, current->mm, addr, PAGE_SIZE, &ops))
		return -ENOMEM;
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	dma_map_page(buf->dev, page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	put_page(page);
	return 0;
}
