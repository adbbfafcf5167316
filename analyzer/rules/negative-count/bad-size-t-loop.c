// SPDX-License-Identifier: GPL-2.0-or-later
/* The same with a size_t. */
#include "mini/gup.h"

long pin_some(unsigned long uaddr, unsigned long nr)
{
	struct page **pages = kvcalloc(nr, sizeof(*pages), GFP_KERNEL);
	long got;
	size_t i;

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_unlocked(uaddr, nr, pages, 0);
	for (i = 0; i < (size_t)got; i++)
		unpin_user_page(pages[i]); /* expect: negative-count */
	kvfree(pages);
	return got;
}
