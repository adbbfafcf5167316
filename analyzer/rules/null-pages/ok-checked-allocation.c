// SPDX-License-Identifier: GPL-2.0-or-later
/* The allocation is looked at first. */
#include "mini/gup.h"

int touch(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int n;

	if (!pages)
		return -ENOMEM;
	n = pin_user_pages_fast(uaddr, nr, 0, pages);
	if (n > 0)
		unpin_user_pages(pages, n);
	kvfree(pages);
	return n;
}
