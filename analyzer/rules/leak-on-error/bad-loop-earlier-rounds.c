// SPDX-License-Identifier: GPL-2.0-or-later
/* Page after page of a larger range: the failure of one forgets those before it. */
#include "mini/gup.h"

int pin_all(unsigned long uaddr, int nr)
{
	struct page *pages[32];
	int i, ret;

	if (nr > 32)
		return -EINVAL;
	for (i = 0; i < nr; i++) {
		ret = pin_user_pages_fast(uaddr + i * PAGE_SIZE, 1, FOLL_WRITE, &pages[i]);
		if (ret != 1)
			return -EFAULT; /* expect: leak-on-error */
	}
	ret = hw_wait();
	unpin_user_pages(pages, nr);
	return ret;
}
