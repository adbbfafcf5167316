// SPDX-License-Identifier: GPL-2.0-or-later
/* The shortage jumps to the label that only frees the vector. */
#include "mini/gup.h"

int pin_locked(unsigned long uaddr, unsigned long nr)
{
	struct page **pages;
	long got;
	int ret = 0;

	pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return -ENOMEM;
	mmap_read_lock(current->mm);
	got = pin_user_pages(uaddr, nr, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);
	if (got < 0) {
		ret = got;
		goto out;
	}
	if (got < nr) {
		ret = -ENOMEM;
		goto out;
	}
	ret = hw_wait();
	unpin_user_pages(pages, nr);
out:
	kfree(pages);
	return ret; /* expect: partial-leak */
}
