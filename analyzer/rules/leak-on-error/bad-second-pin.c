// SPDX-License-Identifier: GPL-2.0-or-later
/* Source and destination: when the second pin fails, the first is forgotten. */
#include "mini/gup.h"

int copy_user(unsigned long from, unsigned long to)
{
	struct page *src, *dst;
	int ret;

	ret = pin_user_pages_fast(from, 1, 0, &src);
	if (ret != 1)
		return ret < 0 ? ret : -EFAULT;
	ret = pin_user_pages_fast(to, 1, FOLL_WRITE, &dst);
	if (ret != 1)
		return -EFAULT; /* expect: leak-on-error */
	ret = hw_wait();
	unpin_user_page(dst);
	unpin_user_page(src);
	return ret;
}
