// SPDX-License-Identifier: GPL-2.0-or-later
/* A jump back for another try drops first what it has. */
#include "mini/gup.h"

int take_ready(unsigned long uaddr)
{
	struct page *page;
	int tries = 3, ret;

again:
	ret = get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	if (!hw_ready()) {
		put_page(page);
		if (tries--)
			goto again;
		return -EAGAIN;
	}
	put_page(page);
	return 0;
}
