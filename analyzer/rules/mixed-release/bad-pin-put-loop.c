// SPDX-License-Identifier: GPL-2.0-or-later
/* Pinned, then dropped one by one as if they had been got. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	int i, n;

	n = pin_user_pages_fast(uaddr, min(nr, 8), FOLL_WRITE, pages);
	if (n <= 0)
		return -EFAULT;
	for (i = 0; i < n; i++)
		put_page(pages[i]); /* expect: mixed-release */
	return n;
}
