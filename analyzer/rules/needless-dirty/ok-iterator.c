// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* The iterator knows the direction, the call does not say. */
ssize_t transfer(struct iov_iter *iter, struct page **pages)
{
	size_t off;
	ssize_t n = iov_iter_get_pages2(iter, pages, PAGE_SIZE, 1, &off);

	if (n <= 0)
		return -EFAULT;
	hw_submit(pages, 1);
	hw_wait();
	set_page_dirty_lock(pages[0]);
	put_page(pages[0]);
	return n;
}
