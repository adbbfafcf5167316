// SPDX-License-Identifier: GPL-2.0-or-later
/* Zero and negative are handled, one page too few is not. */
#include "mini/gup.h"

int touch_two(unsigned long uaddr)
{
	struct page *pages[2];
	int ret = pin_user_pages_fast(uaddr, 2, FOLL_WRITE, pages);

	if (ret <= 0)
		return -EFAULT;
	if (ret == 2) {
		unpin_user_pages(pages, 2);
		return 0;
	}
	return -EAGAIN; /* expect: partial-leak */
}
