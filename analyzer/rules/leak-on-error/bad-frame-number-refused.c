// SPDX-License-Identifier: GPL-2.0-or-later
/* The firmware gets the address, and fails. */
#include "mini/gup.h"
int fw(unsigned long pa);
int launch(unsigned long a)
{
	struct page **in = kcalloc(8, sizeof(*in), GFP_KERNEL);
	int n, i, ret = 0;

	if (!in)
		return -ENOMEM;
	n = pin_user_pages_fast(a, 8, FOLL_WRITE, in);
	if (n <= 0) {
		kfree(in);
		return -EFAULT;
	}
	for (i = 0; i < n; i++) {
		ret = fw(page_to_pfn(in[i]) << PAGE_SHIFT);
		if (ret)
			return ret; /* expect: leak-on-error */
	}
	unpin_user_pages_dirty_lock(in, n, true);
	kfree(in);
	return ret;
}
