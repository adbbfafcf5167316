// SPDX-License-Identifier: GPL-2.0-or-later
/* The rest of the transfer is shortened to what is there. */
#include "mini/gup.h"

ssize_t transfer(unsigned long uaddr, size_t len)
{
	int nr = DIV_ROUND_UP(len, PAGE_SIZE), got;
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return -ENOMEM;
	got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (got <= 0)
		goto out;
	if (got < nr)
		len = got * PAGE_SIZE;
	if (hw_start(0, len))
		len = 0;
	unpin_user_pages_dirty_lock(pages, got, len);
out:
	kvfree(pages);
	return got < 0 ? got : len;
}
