// SPDX-License-Identifier: GPL-2.0-or-later
/* The exit that all share does not ask for the sign. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, unsigned long nr)
{
	struct page *pages[8];
	long got;
	int ret = 0;

	if (nr > 8)
		return -EINVAL;
	mmap_read_lock(current->mm);
	got = pin_user_pages(uaddr, nr, 0, pages);
	mmap_read_unlock(current->mm);
	if (got < (long)nr)
		ret = -EFAULT;
	unpin_user_pages_dirty_lock(pages, got, false); /* expect: negative-count */
	return ret;
}
