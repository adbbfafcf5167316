// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag that chose the way in chooses the way out. */
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
	if (pin)
		unpin_user_page(page);
	else
		put_page(page);
	return 0;
}
