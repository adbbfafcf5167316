// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void drop(struct page *page)
{
	set_page_dirty_lock(page);
	unpin_user_page(page);
}
