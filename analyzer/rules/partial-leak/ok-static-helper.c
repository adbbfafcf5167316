// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper of the same file drops the part. */
#include "mini/gup.h"

static void give_back(struct page **pages, int n)
{
	int i;

	for (i = 0; i < n; i++)
		unpin_user_page(pages[i]);
	kvfree(pages);
}

int map_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret < nr) {
		give_back(pages, ret);
		return -EFAULT;
	}
	give_back(pages, nr);
	return 0;
}
