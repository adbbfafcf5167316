// SPDX-License-Identifier: GPL-2.0-or-later
/* The unwinding loop runs backwards; the whole vector goes again behind it. */
#include "mini/gup.h"

int probe(unsigned long uaddr)
{
	struct page *pages[8];
	int i, got = pin_user_pages_fast(uaddr, 8, 0, pages);

	if (got <= 0)
		return -EFAULT;
	i = got;
	while (i--)
		unpin_user_page(pages[i]);
	unpin_user_pages_dirty_lock(pages, got, true); /* expect: double-release */
	return 0;
}
