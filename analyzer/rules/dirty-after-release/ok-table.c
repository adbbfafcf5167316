// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void table_free(struct sg_table *sgt)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sgtable_sg(sgt, sg, i)
	{
		struct page *page = sg_page(sg);

		set_page_dirty_lock(page);
		unpin_user_page(page);
	}
}
