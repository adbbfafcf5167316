// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int stamp(unsigned long addr)
{
	struct page *page;
	u32 *p;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	p = kmap_local_page(page);
	*p = 1;
	kunmap_local(p);
	set_page_dirty(page); /* expect: unlocked-dirty */
	unpin_user_page(page);
	return 0;
}
