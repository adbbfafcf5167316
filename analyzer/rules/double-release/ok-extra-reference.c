// SPDX-License-Identifier: GPL-2.0-or-later
/* Two references, two releases. */
#include "mini/gup.h"

int share(unsigned long uaddr)
{
	struct page *page = get_dump_page(uaddr);

	if (!page)
		return -EFAULT;
	get_page(page);
	hw_wait();
	put_page(page);
	put_page(page);
	return 0;
}
