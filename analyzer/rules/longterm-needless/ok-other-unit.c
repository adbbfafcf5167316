// SPDX-License-Identifier: GPL-2.0-or-later
/* What callers do with the pages is out of sight. */
#include "mini/gup.h"

int take(unsigned long uaddr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_LONGTERM, pages);

	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(pages, got);
	return -EFAULT;
}
