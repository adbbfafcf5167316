// SPDX-License-Identifier: GPL-2.0-or-later
/* Each entry's page is dropped twice. */
#include "mini/gup.h"

struct page *sg_page(struct scatterlist *sg);
struct scatterlist *sg_next(struct scatterlist *sg);

int map_one(struct scatterlist *sgl, unsigned long uaddr)
{
	struct page *page;
	int ret = pin_user_pages_fast(uaddr, 1, 0, &page);

	if (ret != 1)
		return -EFAULT;
	sg_init_table(sgl, 1);
	sg_set_page(sgl, page, PAGE_SIZE, 0);
	hw_wait();
	unpin_user_page(sg_page(sgl));
	unpin_user_page(sg_page(sgl)); /* expect: double-release */
	return 0;
}
