// SPDX-License-Identifier: GPL-2.0-or-later
/* Counted down to zero, one by one. */
#include "mini/gup.h"

int touch(unsigned long uaddr, int nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got, ret = 0;

	if (!pages)
		return -ENOMEM;
	got = get_user_pages_unlocked(uaddr, nr, pages, 0);
	if (got < nr)
		ret = -EFAULT;
	while (got-- > 0)
		put_page(pages[got]);
	kfree(pages);
	return ret;
}
