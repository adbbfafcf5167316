// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void drop(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (!pages[i])
			continue;
		set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}
