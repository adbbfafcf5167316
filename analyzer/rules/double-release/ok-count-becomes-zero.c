// SPDX-License-Identifier: GPL-2.0-or-later
/* Nothing is left to drop behind the error path. */
#include "mini/gup.h"

int work(struct page **pages, unsigned long uaddr, int nr)
{
	int err = 0, ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	if (ret != nr) {
		unpin_user_pages(pages, ret);
		ret = 0;
		err = -EFAULT;
	}
	hw_wait();
	unpin_user_pages(pages, ret);
	return err;
}
