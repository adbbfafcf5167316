// SPDX-License-Identifier: GPL-2.0-or-later
/* One exit for all cases, steered by what was taken. */
#include "mini/gup.h"

int pin_locked(unsigned long uaddr, unsigned long nr)
{
	struct page **pages;
	long got = 0;
	int ret = -ENOMEM;

	pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		goto out;
	mmap_read_lock(current->mm);
	got = pin_user_pages(uaddr, nr, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);
	if (got == nr)
		ret = hw_wait();
	else
		ret = got < 0 ? got : -EFAULT;
out:
	if (got > 0)
		unpin_user_pages(pages, got);
	kfree(pages);
	return ret;
}
