// SPDX-License-Identifier: GPL-2.0-or-later
/* The table is a carrier: what enters it counts as handed on, also when the call fails. */
#include "mini/gup.h"

int map_table(struct sg_table *sgt, unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (ret <= 0) {
		kvfree(pages);
		return -EFAULT;
	}
	ret = sg_alloc_table_from_pages(sgt, pages, ret, 0, ret * PAGE_SIZE, GFP_KERNEL);
	kvfree(pages);
	if (ret)
		return ret; /* expect: leak-on-error */
	return 0;
}
