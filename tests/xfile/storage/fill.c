// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages stay in an object. */
#include "region.h"

int region_fill(struct region *r, unsigned long addr)
{
	int ret = pin_user_pages_fast(addr, r->nr, FOLL_LONGTERM, r->pages);

	if (ret == r->nr)
		return 0;
	if (ret > 0)
		unpin_user_pages(r->pages, ret);
	return -EFAULT;
}
