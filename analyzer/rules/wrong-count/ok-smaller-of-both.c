// SPDX-License-Identifier: GPL-2.0-or-later
/* Never more than the call said. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret <= 0)
		return -EFAULT;
	unpin_user_pages(pages, min(nr, ret));
	return 0;
}
