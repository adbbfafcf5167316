// SPDX-License-Identifier: GPL-2.0-or-later
/* A pinned vector given to release_pages(). */
#include "mini/gup.h"

int pin_range(unsigned long uaddr, unsigned long nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	long got;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_unlocked(uaddr, nr, pages, FOLL_WRITE);
	if (got > 0)
		release_pages(pages, got); /* expect: mixed-release */
	kfree(pages);
	return 0;
}
