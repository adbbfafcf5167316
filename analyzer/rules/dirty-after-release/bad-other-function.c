// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	unsigned int nr;
};

void buffer_free(struct buffer *b)
{
	unsigned int i;

	unpin_user_pages(b->pages, b->nr);
	for (i = 0; i < b->nr; i++)
		set_page_dirty_lock(b->pages[i]); /* expect: dirty-after-release */
	kfree(b->pages);
}
