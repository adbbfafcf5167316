// SPDX-License-Identifier: GPL-2.0-or-later
/* The new object is a helper's, and what is in it is dropped by its caller. */
#include "mini/gup.h"
struct mapping {
	struct page *pg;
};
static struct mapping *get_mapping(unsigned long ua)
{
	struct mapping *m = kzalloc(sizeof(*m), GFP_KERNEL);
	struct page *p;
	if (pin_user_pages_fast(ua, 1, 0, &p) != 1) {
		kfree(m);
		return NULL;
	}
	m->pg = p;
	return m;
}
int f(unsigned long ua)
{
	struct mapping *m = get_mapping(ua);
	if (!m)
		return -EFAULT;
	put_page(m->pg); /* expect: mixed-release */
	kfree(m);
	return 0;
}
