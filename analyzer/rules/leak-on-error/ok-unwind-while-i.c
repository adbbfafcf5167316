// SPDX-License-Identifier: GPL-2.0-or-later
/* One by one, and back by the same index. */
#include "mini/gup.h"

int pin_each(unsigned long uaddr, int nr)
{
	struct page *pages[16];
	int i, ret;

	if (nr > 16)
		return -EINVAL;
	for (i = 0; i < nr; i++) {
		ret = pin_user_pages_fast(uaddr + i * PAGE_SIZE, 1, 0, &pages[i]);
		if (ret != 1)
			goto unwind;
	}
	unpin_user_pages(pages, nr);
	return 0;
unwind:
	while (i--)
		unpin_user_page(pages[i]);
	return ret < 0 ? ret : -EFAULT;
}
