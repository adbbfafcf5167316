// SPDX-License-Identifier: GPL-2.0-or-later
/* A jump back for another try forgets what it has. */
#include "mini/gup.h"

int take_ready(unsigned long uaddr)
{
	struct page *page;
	int ret;

again:
	ret = get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return -EFAULT; /* expect: leak-on-error */
	if (!hw_ready()) {
		cond_resched();
		goto again;
	}
	put_page(page);
	return 0;
}
