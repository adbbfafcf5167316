// SPDX-License-Identifier: GPL-2.0-or-later
/* A page in a field of a new object that is returned. */
#include "mini/gup.h"
struct mapping {
	struct page *pg;
};
void put_mapping(struct mapping *m)
{
	put_page(m->pg); /* expect: mixed-release */
	kfree(m);
}
struct mapping *get_mapping(unsigned long ua)
{
	struct mapping *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (pin_user_pages_fast(ua, 1, 0, &m->pg) != 1) { /* expect: longterm-missing */
		kfree(m);
		return ERR_PTR(-EFAULT);
	}
	return m;
}
