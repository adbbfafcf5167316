// SPDX-License-Identifier: GPL-2.0-or-later
/* Counted down from a huge number. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	unsigned int got = get_user_pages_fast(uaddr, min(nr, 8), 0, pages);

	while (got--)
		put_page(pages[got]); /* expect: negative-count */
	return 0;
}
