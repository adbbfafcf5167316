// SPDX-License-Identifier: GPL-2.0-or-later
/* After the first release of one element all of them count as dropped. */
#include "mini/gup.h"

int two(unsigned long uaddr)
{
	struct page *pages[2];

	if (pin_user_pages_fast(uaddr, 2, 0, pages) != 2)
		return -EFAULT; /* expect: partial-leak */
	unpin_user_page(pages[0]);
	put_page(pages[1]); /* known-fn: mixed-release */
	return 0;
}
