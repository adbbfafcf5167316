// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void drop(struct page **pages, unsigned long nr, bool dirty)
{
	unpin_user_pages_dirty_lock(pages, nr, dirty);
}
