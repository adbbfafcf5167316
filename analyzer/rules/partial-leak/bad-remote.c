// SPDX-License-Identifier: GPL-2.0-or-later
/* The same in another process's memory. */
#include "mini/gup.h"

int peek(struct mm_struct *mm, unsigned long addr, unsigned long nr, struct device *dev)
{
	struct page *pages[2];
	int locked = 1;
	long got;

	mmap_read_lock(mm);
	got = get_user_pages_remote(mm, addr, 2, 0, pages, &locked);
	if (locked)
		mmap_read_unlock(mm);
	if (got != 2) {
		dev_err(dev, "only %ld pages of 2", got);
		return -EIO; /* expect: partial-leak */
	}
	release_pages(pages, 2);
	return 0;
}
