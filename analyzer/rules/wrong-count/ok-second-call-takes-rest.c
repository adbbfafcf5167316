// SPDX-License-Identifier: GPL-2.0-or-later
/* What the fast call left over, the slow one takes. */
#include "mini/gup.h"

int fill(struct page **pages, unsigned long uaddr, int nr)
{
	int more, ret = get_user_pages_fast_only(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	if (ret < nr) {
		more = get_user_pages_unlocked(uaddr + ret * PAGE_SIZE, nr - ret, pages + ret, 0);
		if (more != nr - ret) {
			release_pages(pages, more > 0 ? ret + more : ret);
			return -EFAULT;
		}
	}
	hw_wait();
	release_pages(pages, nr);
	return 0;
}
