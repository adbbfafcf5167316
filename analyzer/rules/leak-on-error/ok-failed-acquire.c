// SPDX-License-Identifier: GPL-2.0-or-later
/* Nothing was taken, so there is nothing to drop. */
#include "mini/gup.h"

int try_page(unsigned long uaddr)
{
	struct page *page;
	int ret = get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page);

	if (ret <= 0)
		return ret ?: -EFAULT;
	put_page(page);
	return 0;
}
