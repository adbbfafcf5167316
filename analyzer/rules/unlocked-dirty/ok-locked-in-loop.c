// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	unsigned int nr;
};

void buffer_free(struct buffer *b)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++) {
		struct page *page = b->pages[i];

		lock_page(page);
		set_page_dirty(page);
		unlock_page(page);
		unpin_user_page(page);
	}
}
