// SPDX-License-Identifier: GPL-2.0-or-later
/* Got and put. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = get_user_pages_fast(uaddr, nr, 0, pages);
	if (ret > 0)
		release_pages(pages, ret);
	kvfree(pages);
	return ret;
}
