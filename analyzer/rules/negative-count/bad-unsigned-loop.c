// SPDX-License-Identifier: GPL-2.0-or-later
/* The index is unsigned, and with it the comparison. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	unsigned int i;
	int got;

	got = get_user_pages_fast(uaddr, min(nr, 8), 0, pages);
	for (i = 0; i < got; i++)
		put_page(pages[i]); /* expect: negative-count */
	return got;
}
