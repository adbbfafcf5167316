// SPDX-License-Identifier: GPL-2.0-or-later
/* Two ways to take the page, one way to drop it. */
#include "mini/gup.h"

int grab(unsigned long uaddr, bool longterm)
{
	struct page *page;
	int ret;

	if (longterm)
		ret = pin_user_pages_fast(uaddr, 1, FOLL_LONGTERM, &page);
	else
		ret = get_user_pages_fast(uaddr, 1, 0, &page);
	if (ret != 1)
		return -EFAULT;
	unpin_user_page(page); /* expect: mixed-release */
	return 0;
}
