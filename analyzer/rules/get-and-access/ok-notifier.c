// SPDX-License-Identifier: GPL-2.0-or-later
/* Case 3. */
#include "mini/gup.h"

struct mmu_interval_notifier {
	struct mm_struct *mm;
};
int mmu_interval_notifier_insert(struct mmu_interval_notifier *interval_sub, struct mm_struct *mm,
				 unsigned long start, unsigned long length, const void *ops);

struct object {
	struct page *page;
	struct mmu_interval_notifier notifier;
};

int object_map(struct object *o, struct device *dev, unsigned long uaddr)
{
	dma_addr_t addr;
	int got, ret = mmu_interval_notifier_insert(&o->notifier, current->mm, uaddr, PAGE_SIZE,
						    NULL);

	if (ret)
		return ret;
	got = get_user_pages_fast(uaddr, 1, FOLL_WRITE, &o->page);
	if (got != 1)
		return -EFAULT;
	addr = dma_map_page(dev, o->page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return hw_start(addr, PAGE_SIZE);
}

void object_invalidate(struct object *o)
{
	put_page(o->page);
}
