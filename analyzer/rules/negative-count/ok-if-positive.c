// SPDX-License-Identifier: GPL-2.0-or-later
/* Dropped if there is something. */
#include "mini/gup.h"

long pin_some(unsigned long uaddr, unsigned long nr, struct page **pages)
{
	long got = pin_user_pages_unlocked(uaddr, nr, pages, 0);

	if (got > 0)
		unpin_user_pages(pages, got);
	return got;
}
