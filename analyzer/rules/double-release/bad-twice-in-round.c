// SPDX-License-Identifier: GPL-2.0-or-later
/* Every round of the loop drops its page twice. */
#include "mini/gup.h"

void drop_all(unsigned long uaddr)
{
	struct page *pages[8];
	int i, got = pin_user_pages_fast(uaddr, 8, 0, pages);

	for (i = 0; i < got; i++) {
		unpin_user_page(pages[i]);
		unpin_user_page(pages[i]); /* expect: double-release */
	}
}
