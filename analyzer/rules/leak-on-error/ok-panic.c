// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine stops: nobody misses the page. */
#include "mini/gup.h"

void must_map(unsigned long uaddr)
{
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, 0, &page) != 1)
		return;
	if (page_to_nid(page) < 0)
		panic("page without a node");
	put_page(page);
}
