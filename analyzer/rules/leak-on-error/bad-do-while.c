// SPDX-License-Identifier: GPL-2.0-or-later
/* A batch in each round; the device's error leaves the loop between pin and unpin. */
#include "mini/gup.h"

int stream(unsigned long uaddr, unsigned long end)
{
	struct page *batch[8];
	int n, ret;

	do {
		n = pin_user_pages_fast(uaddr, 8, 0, batch);
		if (n <= 0)
			return n ? n : -EFAULT;
		ret = hw_wait();
		if (ret)
			break;
		unpin_user_pages(batch, n);
		uaddr += n * PAGE_SIZE;
	} while (uaddr < end);
	return ret; /* expect: leak-on-error */
}
