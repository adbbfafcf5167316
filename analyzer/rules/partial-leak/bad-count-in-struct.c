// SPDX-License-Identifier: GPL-2.0-or-later
/* The count goes to a local structure; the pages go nowhere. */
#include "mini/gup.h"

struct dma_desc {
	struct page **pages;
	int nr_pinned, nr_wanted;
};

int one_transfer(unsigned long uaddr, int nr)
{
	struct dma_desc d = { .nr_wanted = nr };
	int ret;

	d.pages = kmalloc_array(nr, sizeof(*d.pages), GFP_KERNEL);
	if (!d.pages)
		return -ENOMEM;
	d.nr_pinned = pin_user_pages_fast(uaddr, d.nr_wanted, FOLL_WRITE, d.pages);
	if (d.nr_pinned != d.nr_wanted) {
		kfree(d.pages);
		return -EFAULT; /* expect: partial-leak */
	}
	ret = hw_wait();
	unpin_user_pages_dirty_lock(d.pages, d.nr_pinned, true);
	kfree(d.pages);
	return ret;
}
