// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void drop(struct page **pages, int nr)
{
	while (nr-- > 0) {
		set_page_dirty_lock(pages[nr]);
		unpin_user_page(pages[nr]); /* expect: open-coded-dirty */
	}
}
