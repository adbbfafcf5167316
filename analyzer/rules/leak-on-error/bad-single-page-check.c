// SPDX-License-Identifier: GPL-2.0-or-later
/* One page, looked at, found wanting, and kept. */
#include "mini/gup.h"

int setup_ring(unsigned long uaddr, int node)
{
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	if (page_to_nid(page) != node)
		return -EINVAL; /* expect: leak-on-error */
	put_page(page);
	return 0;
}
