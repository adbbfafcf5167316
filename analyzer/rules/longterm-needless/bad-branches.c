// SPDX-License-Identifier: GPL-2.0-or-later
/* Each path has its own release. */
#include "mini/gup.h"

int transfer(unsigned long uaddr, int nr, struct page **pages, bool write)
{
	unsigned int flags = FOLL_LONGTERM;
	int got, ret = -EFAULT;

	if (write)
		flags |= FOLL_WRITE;
	got = pin_user_pages_fast(uaddr, nr, flags, pages); /* expect: longterm-needless */
	if (got < 0)
		return got;
	if (got == nr)
		ret = hw_wait();
	if (write)
		unpin_user_pages_dirty_lock(pages, got, true);
	else
		unpin_user_pages(pages, got);
	return ret;
}
