// SPDX-License-Identifier: GPL-2.0-or-later
/* From the last to the first. */
#include "mini/gup.h"

int touch(unsigned long uaddr)
{
	struct page *pages[8];
	int i, got = get_user_pages_fast(uaddr, 8, FOLL_WRITE, pages);

	for (i = got - 1; i >= 0; i--) {
		set_page_dirty_lock(pages[i]);
		put_page(pages[i]);
	}
	return got < 0 ? got : 0;
}
