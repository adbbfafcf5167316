// SPDX-License-Identifier: GPL-2.0-or-later
/* What was taken is dropped, in each of the usual ways. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret != nr) {
		if (ret > 0)
			unpin_user_pages(pages, ret);
		kvfree(pages);
		return ret < 0 ? ret : -EFAULT;
	}
	unpin_user_pages(pages, nr);
	kvfree(pages);
	return 0;
}
