// SPDX-License-Identifier: GPL-2.0-or-later
/* The object was registered when it was made. */
#include "mini/gup.h"

struct mmu_interval_notifier {
	struct mm_struct *mm;
};
int mmu_interval_notifier_insert(struct mmu_interval_notifier *interval_sub, struct mm_struct *mm,
				 unsigned long start, unsigned long length, const void *ops);

struct object {
	struct {
		struct page **pages;
		int nr;
		struct mmu_interval_notifier notifier;
	} user;
};

int object_new(struct object *o, unsigned long uaddr, unsigned long len)
{
	return mmu_interval_notifier_insert(&o->user.notifier, current->mm, uaddr, len, NULL);
}

int object_get(struct object *o, unsigned long uaddr, int nr)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, o->user.pages);

	if (got <= 0)
		return -EFAULT;
	o->user.nr = got;
	return 0;
}

void object_put(struct object *o)
{
	unpin_user_pages(o->user.pages, o->user.nr);
}
