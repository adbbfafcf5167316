// SPDX-License-Identifier: GPL-2.0-or-later
/* Two ways to take the page, one way to drop it. */
#include "mini/gup.h"

int grab(unsigned long uaddr, bool pin)
{
	struct page *page;
	int ret;

	if (pin)
		ret = pin_user_pages_fast(uaddr, 1, 0, &page);
	else
		ret = get_user_pages_fast(uaddr, 1, 0, &page);
	if (ret != 1)
		return -EFAULT;
	unpin_user_page(page); /* expect: mixed-release */
	return 0;
}
