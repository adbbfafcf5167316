// SPDX-License-Identifier: GPL-2.0-or-later
/* The page goes on the way to the label, and there. */
#include "mini/gup.h"

int dump(unsigned long uaddr)
{
	struct page *page = get_dump_page(uaddr);
	int err;

	if (!page)
		return -EFAULT;
	err = hw_wait();
	if (err) {
		put_page(page);
		goto out;
	}
	hw_ready();
out:
	put_page(page); /* expect: double-release */
	return err;
}
