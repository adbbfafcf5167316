// SPDX-License-Identifier: GPL-2.0-or-later
/* From a local array into those of a new object. */
#include "mini/gup.h"
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len, bv_offset;
};
struct mapped {
	unsigned int nr;
	struct bio_vec bvec[8];
};
int u_register(struct mapped **out, unsigned long a)
{
	struct mapped *m = kzalloc(sizeof(*m), GFP_KERNEL);
	struct page *pages[8];
	int i, n = pin_user_pages_fast(a, 8, FOLL_WRITE, pages); /* expect: longterm-missing */
	if (n != 8) {
		if (n > 0)
			unpin_user_pages(pages, n);
		kfree(m);
		return -EFAULT;
	}
	for (i = 0; i < 8; i++)
		m->bvec[i].bv_page = pages[i];
	m->nr = 8;
	*out = m;
	return 0;
}
void u_unmap(struct mapped **slot)
{
	struct mapped *m = *slot;
	unsigned int i;

	for (i = 0; i < m->nr; i++) {
		set_page_dirty_lock(m->bvec[i].bv_page);
		unpin_user_page(m->bvec[i].bv_page);
	}
	kfree(m);
}
