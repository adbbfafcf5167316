// SPDX-License-Identifier: GPL-2.0-or-later
/* A get for a short time. */
#include "mini/gup.h"

int peek(unsigned long uaddr)
{
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) == 1)
		put_page(page);
	return 0;
}
