// SPDX-License-Identifier: GPL-2.0-or-later
/* A part is as good as the whole: the caller comes back for the rest. */
#include "mini/gup.h"

long copy_some(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	int got;

	nr = min(nr, 8);
	got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (got <= 0)
		return got ? got : -EFAULT;
	unpin_user_pages_dirty_lock(pages, got, true);
	return (long)got << PAGE_SHIFT;
}
