// SPDX-License-Identifier: GPL-2.0-or-later
/* The array is the caller's, and so are the pages. */
#include "mini/gup.h"

long grab(unsigned long uaddr, unsigned long nr, struct page **pages)
{
	long ret;

	mmap_read_lock(current->mm);
	ret = pin_user_pages(uaddr, nr, FOLL_WRITE, pages);
	mmap_read_unlock(current->mm);
	if (ret > 0 && signal_pending(current))
		return -EAGAIN;
	return ret;
}
