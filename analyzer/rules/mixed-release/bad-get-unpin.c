// SPDX-License-Identifier: GPL-2.0-or-later
/* Got, then unpinned: a conversion that stopped half-way. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = get_user_pages_fast(uaddr, nr, 0, pages);
	if (ret > 0)
		unpin_user_pages(pages, ret); /* expect: mixed-release */
	kvfree(pages);
	return ret;
}
