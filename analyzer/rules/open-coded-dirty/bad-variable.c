// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void drop(struct page **pages, unsigned long nr)
{
	unsigned long i;

	for (i = 0; i < nr; i++) {
		struct page *page = pages[i];

		set_page_dirty_lock(page);
		unpin_user_page(page); /* expect: open-coded-dirty */
	}
}
