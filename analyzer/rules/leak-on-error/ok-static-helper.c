// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper of the same file drops them. */
#include "mini/gup.h"

static void drop_all(struct page **pages, int nr)
{
	while (nr--)
		put_page(pages[nr]);
}

int read_all(unsigned long uaddr)
{
	struct page *pages[4];
	int n = get_user_pages_fast(uaddr, 4, 0, pages);

	if (n <= 0)
		return n;
	if (!hw_ready()) {
		drop_all(pages, n);
		return -EBUSY;
	}
	drop_all(pages, n);
	return 0;
}
