// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Pages that were got have no such call. */
void drop(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
}
