// SPDX-License-Identifier: GPL-2.0-or-later
/* The result in a switch. */
#include "mini/gup.h"

int one(unsigned long uaddr)
{
	struct page *page;
	int ret = get_user_pages_fast(uaddr, 1, 0, &page);

	switch (ret) {
	case 1:
		break;
	case 0:
		return -EAGAIN;
	default:
		return ret;
	}
	put_page(page);
	return 0;
}
