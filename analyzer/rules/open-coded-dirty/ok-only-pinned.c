// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct args {
	struct page **pages;
	unsigned int nr;
	bool pinned;
};

/* Some arrays hold pages of the kernel: these are marked dirty too, and not unpinned. */
void args_release(struct args *a, bool dirty)
{
	unsigned int i;

	for (i = 0; i < a->nr; i++) {
		if (dirty)
			set_page_dirty_lock(a->pages[i]);
		if (a->pinned)
			unpin_user_page(a->pages[i]);
	}
}
