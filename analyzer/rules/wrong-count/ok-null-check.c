// SPDX-License-Identifier: GPL-2.0-or-later
/* Places that were not filled are NULL. */
#include "mini/gup.h"

int fill(unsigned long uaddr, int nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int i, ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, 0, pages);
	if (ret > 0)
		hw_wait();
	for (i = 0; i < nr; i++)
		if (pages[i])
			unpin_user_page(pages[i]);
	kfree(pages);
	return ret;
}
