// SPDX-License-Identifier: GPL-2.0-or-later
/* From an array into a scatterlist, and that into a new object. */
#include "mini/gup.h"
struct mr {
	struct scatterlist *sg;
	unsigned int nents;
};
struct mr *reg(unsigned long ua)
{
	struct mr *m = kzalloc(sizeof(*m), GFP_KERNEL);
	struct page **pages = kcalloc(8, sizeof(*pages), GFP_KERNEL);
	struct scatterlist *sg = kcalloc(8, sizeof(*sg), GFP_KERNEL);
	int ret, i;

	if (!m || !pages || !sg)
		return ERR_PTR(-ENOMEM);
	ret = pin_user_pages_fast(ua, 8, FOLL_WRITE | FOLL_LONGTERM, pages);
	if (ret != 8) {
		if (ret > 0)
			unpin_user_pages(pages, ret);

		return ERR_PTR(-EFAULT);
	}
	for (i = 0; i < 8; i++)
		sg_set_page(&sg[i], pages[i], PAGE_SIZE, 0);
	m->sg = sg;
	m->nents = 8;
	kfree(pages);
	return m;
}
void drop(struct mr *m)
{
	unsigned int i;

	for (i = 0; i < m->nents; i++)
		put_page(sg_page(&m->sg[i])); /* expect: missing-dirty */ /* expect: mixed-release */
}
