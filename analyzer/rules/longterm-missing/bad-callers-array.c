// SPDX-License-Identifier: GPL-2.0-or-later
/* Units out of sight take pages by the one function and drop them by the other. */
#include "mini/gup.h"

static void drop(struct page **pages, unsigned long nr)
{
	unpin_user_pages_dirty_lock(pages, nr, true);
}

int user_pages_get(unsigned long uaddr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages); /* expect: longterm-missing */

	if (got == nr)
		return 0;
	if (got > 0)
		drop(pages, got);
	return -EFAULT;
}

void user_pages_put(struct page **pages, unsigned long nr)
{
	drop(pages, nr);
}
