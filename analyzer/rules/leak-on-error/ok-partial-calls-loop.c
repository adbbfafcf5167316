// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls until all are there; every exit drops the sum. */
#include "mini/gup.h"

int pin_range(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int pinned = 0, ret = 0;

	if (!pages)
		return -ENOMEM;
	while (pinned < nr) {
		ret = pin_user_pages_fast(uaddr + pinned * PAGE_SIZE, nr - pinned, FOLL_WRITE,
					  pages + pinned);
		if (ret < 0)
			goto out;
		pinned += ret;
	}
	ret = hw_wait();
out:
	if (pinned)
		unpin_user_pages(pages, pinned);
	kvfree(pages);
	return ret;
}
