// SPDX-License-Identifier: GPL-2.0-or-later
/* The range is watched: case 3. */
#include "mini/gup.h"

struct mmu_interval_notifier {
	struct mm_struct *mm;
};
int mmu_interval_notifier_insert(struct mmu_interval_notifier *interval_sub, struct mm_struct *mm,
				 unsigned long start, unsigned long length, const void *ops);

struct object {
	struct page **pages;
	int nr;
	struct mmu_interval_notifier notifier;
};

int object_get(struct object *o, unsigned long uaddr, int nr)
{
	int ret = mmu_interval_notifier_insert(&o->notifier, current->mm, uaddr, nr * PAGE_SIZE,
					       NULL);

	if (ret)
		return ret;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, o->pages);
	if (ret <= 0)
		return -EFAULT;
	o->nr = ret;
	return 0;
}

void object_put(struct object *o)
{
	unpin_user_pages(o->pages, o->nr);
}
