// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop over all breaks off behind the last page. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int i, ret = get_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	for (i = 0; i < nr; i++) {
		if (i >= ret)
			break;
		put_page(pages[i]);
	}
	return ret;
}
