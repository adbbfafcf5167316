// SPDX-License-Identifier: GPL-2.0-or-later
/* The errno goes into the count. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret != nr) {
		unpin_user_pages(pages, ret); /* expect: negative-count */
		kvfree(pages);
		return -EFAULT;
	}
	unpin_user_pages(pages, nr);
	kvfree(pages);
	return 0;
}
