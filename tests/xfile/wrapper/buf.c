// SPDX-License-Identifier: GPL-2.0-or-later
/* All pages or none, and the way back. */
#include "buf.h"

int buf_pin(unsigned long addr, int nr, struct page **pages)
{
	int ret = pin_user_pages_fast(addr, nr, 0, pages);

	if (ret == nr)
		return 0;
	if (ret > 0)
		unpin_user_pages(pages, ret);
	return ret < 0 ? ret : -EFAULT;
}

void buf_unpin(struct page **pages, int nr)
{
	unpin_user_pages(pages, nr); /* expect: double-release */
}
