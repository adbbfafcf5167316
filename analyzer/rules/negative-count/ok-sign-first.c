// SPDX-License-Identifier: GPL-2.0-or-later
/* The sign is asked for before the count is used. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret < 0)
		goto out;
	unpin_user_pages(pages, ret);
	ret = ret == nr ? 0 : -EFAULT;
out:
	kvfree(pages);
	return ret;
}
