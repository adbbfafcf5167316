// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop runs over what was asked for. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int i, ret = get_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	if (ret < nr) {
		for (i = 0; i < nr; i++)
			put_page(pages[i]); /* expect: wrong-count */
		return -EFAULT;
	}
	for (i = 0; i < nr; i++)
		put_page(pages[i]);
	return 0;
}
