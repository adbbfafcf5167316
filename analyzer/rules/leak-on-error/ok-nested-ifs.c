// SPDX-License-Identifier: GPL-2.0-or-later
/* Deeply nested, and every arm drops. */
#include "mini/gup.h"

int nested(unsigned long uaddr, int a, int b)
{
	struct page *page;
	int ret = -EINVAL;

	if (get_user_pages_fast(uaddr, 1, 0, &page) == 1) {
		if (a) {
			if (b && !hw_ready())
				ret = -EBUSY;
			else
				ret = hw_wait();
			put_page(page);
		} else {
			put_page(page);
			if (b)
				ret = 0;
		}
	}
	return ret;
}
