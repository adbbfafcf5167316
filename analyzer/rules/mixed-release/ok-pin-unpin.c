// SPDX-License-Identifier: GPL-2.0-or-later
/* Pinned and unpinned. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	int i, n;

	n = pin_user_pages_fast(uaddr, min(nr, 8), FOLL_WRITE, pages);
	for (i = 0; i < n; i++)
		unpin_user_page(pages[i]);
	return n;
}
