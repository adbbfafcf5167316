// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper's loop runs as far as an errno is large. */
#include "mini/gup.h"

static void drop(struct page **pages, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]); /* expect: negative-count */
}

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int ret = get_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret != nr) {
		drop(pages, ret);
		return -EFAULT;
	}
	return 0;
}
