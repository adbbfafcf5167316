// SPDX-License-Identifier: GPL-2.0-or-later
/* What is left counts down, the vector moves on; the error path computes what is held. */
#include "mini/gup.h"

long pin_all(unsigned long uaddr, unsigned long nr)
{
	struct page **vec = kvcalloc(nr, sizeof(*vec), GFP_KERNEL), **p = vec;
	unsigned long left = nr;
	long got, ret = 0;

	if (!vec)
		return -ENOMEM;
	while (left) {
		got = pin_user_pages_unlocked(uaddr, left, p, FOLL_WRITE);
		if (got <= 0) {
			ret = got ? got : -EFAULT;
			goto out;
		}
		p += got;
		uaddr += got << PAGE_SHIFT;
		left -= got;
	}
	ret = hw_wait();
out:
	if (p != vec)
		unpin_user_pages(vec, nr - left);
	kvfree(vec);
	return ret;
}
