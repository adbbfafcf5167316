// SPDX-License-Identifier: GPL-2.0-or-later
/* Counted down while positive. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	int got = get_user_pages_fast(uaddr, min(nr, 8), 0, pages);

	while (--got >= 0)
		put_page(pages[got]);
	return 0;
}
