// SPDX-License-Identifier: GPL-2.0-or-later
/* More than the direction decides: the device says whether it wrote anything. */
#include "mini/gup.h"
struct hp {
	struct page *pages[16];
	int consumed;
};
int xfer(struct hp *p, unsigned long a, int is_write, int *consumed)
{
	int n = pin_user_pages_fast(a, 16, !is_write ? FOLL_WRITE : 0, p->pages);

	if (n <= 0)
		return -EFAULT;
	hw_submit(p->pages, n);
	*consumed = p->consumed;
	unpin_user_pages_dirty_lock(p->pages, n, !is_write && *consumed > 0);
	return 0;
}
