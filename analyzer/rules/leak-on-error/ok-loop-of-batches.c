// SPDX-License-Identifier: GPL-2.0-or-later
/* Each round drops what it took, also when it ends the loop. */
#include "mini/gup.h"

int stream(unsigned long uaddr, unsigned long end)
{
	struct page *batch[8];
	int n, ret = 0;

	while (uaddr < end && !ret) {
		n = pin_user_pages_fast(uaddr, 8, 0, batch);
		if (n <= 0)
			return n ? n : -EFAULT;
		ret = hw_wait();
		unpin_user_pages(batch, n);
		uaddr += n * PAGE_SIZE;
	}
	return ret;
}
