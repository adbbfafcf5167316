// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	unsigned int nr;
};

void buffer_free(struct buffer *b, bool dirty)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++) {
		if (dirty)
			set_page_dirty_lock(b->pages[i]);
		unpin_user_page(b->pages[i]); /* expect: open-coded-dirty */
	}
	kfree(b->pages);
}
