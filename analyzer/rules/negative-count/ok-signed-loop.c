// SPDX-License-Identifier: GPL-2.0-or-later
/* A signed loop has no round for an errno. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	int i, got = get_user_pages_fast(uaddr, min(nr, 8), 0, pages);

	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got;
}
