// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	unsigned int nr;
};

/* Only user pages are unpinned, whoever pinned them. */
void buffer_free(struct buffer *b, bool dirty)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++) {
		if (dirty)
			set_page_dirty(b->pages[i]); /* expect: unlocked-dirty */
		unpin_user_page(b->pages[i]);
	}
	kfree(b->pages);
}
