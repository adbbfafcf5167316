// SPDX-License-Identifier: GPL-2.0-or-later
/* All or nothing, but "not all" may be some. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret != nr) {
		kvfree(pages);
		return -EFAULT; /* expect: partial-leak */
	}
	ret = hw_wait();
	unpin_user_pages(pages, nr);
	kvfree(pages);
	return ret;
}
