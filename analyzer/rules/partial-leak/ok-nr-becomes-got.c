// SPDX-License-Identifier: GPL-2.0-or-later
/* From the call on, nr means what was taken. */
#include "mini/gup.h"

int one_transfer(unsigned long uaddr, int nr)
{
	struct page *pages[32];
	int ret;

	if (nr <= 0 || nr > 32)
		return -EINVAL;
	nr = get_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (nr <= 0)
		return -EFAULT;
	ret = hw_wait();
	while (nr > 0)
		put_page(pages[--nr]);
	return ret;
}
