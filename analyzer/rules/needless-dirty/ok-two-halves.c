// SPDX-License-Identifier: GPL-2.0-or-later
/* Two calls fill two halves of an array; only one is dirtied. */
#include "mini/gup.h"
int f(unsigned long a, unsigned long b, struct page **v)
{
	int r1, r2;

	r1 = pin_user_pages_fast(a, 4, 0, v);
	if (r1 != 4) {
		if (r1 > 0)
			unpin_user_pages(v, r1);
		return -EFAULT;
	}
	r2 = pin_user_pages_fast(b, 4, FOLL_WRITE, v + 4);
	if (r2 > 0)
		unpin_user_pages_dirty_lock(v + 4, r2, true);
	unpin_user_pages(v, r1);
	return 0;
}
