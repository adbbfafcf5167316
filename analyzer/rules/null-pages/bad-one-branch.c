// SPDX-License-Identifier: GPL-2.0-or-later
/* On one of the ways nobody made an array. */
#include "mini/gup.h"

int pin_some(unsigned long uaddr, int nr, bool keep)
{
	struct page **pages = NULL;
	int ret;

	if (keep) {
		pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
		if (!pages)
			return -ENOMEM;
	}
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages); /* expect: null-pages */
	if (keep && ret > 0)
		unpin_user_pages(pages, ret);
	kfree(pages);
	return ret;
}
