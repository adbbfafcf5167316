// SPDX-License-Identifier: GPL-2.0-or-later
/* Only the full count gets to the release. */
#include "mini/gup.h"

int touch(unsigned long uaddr, int nr, struct page **pages)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (got != nr)
		return -EFAULT;
	unpin_user_pages(pages, got);
	return 0;
}
