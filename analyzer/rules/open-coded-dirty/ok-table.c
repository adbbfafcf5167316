// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

void drop(struct sg_table *sgt)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sgtable_sg(sgt, sg, i)
	{
		set_page_dirty_lock(sg_page(sg));
		unpin_user_page(sg_page(sg));
	}
}
