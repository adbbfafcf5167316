// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct entry {
	struct page *page;
	struct entry *next;
};

void list_free(struct entry *e)
{
	while (e) {
		set_page_dirty_lock(e->page);
		unpin_user_page(e->page);
		e = e->next;
	}
}
