// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop ends where the pages do. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int i, ret = get_user_pages_fast(uaddr, nr, 0, pages);

	for (i = 0; i < ret; i++)
		put_page(pages[i]);
	return ret;
}
