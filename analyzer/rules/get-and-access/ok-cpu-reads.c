// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int peek(unsigned long uaddr, void *buf)
{
	struct page *page;
	void *from;
	int got = get_user_pages_fast(uaddr, 1, 0, &page);

	if (got != 1)
		return -EFAULT;
	from = kmap_local_page(page);
	memcpy(buf, from, PAGE_SIZE);
	kunmap_local(from);
	put_page(page);
	return 0;
}
