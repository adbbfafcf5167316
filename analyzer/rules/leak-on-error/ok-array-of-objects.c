// SPDX-License-Identifier: GPL-2.0-or-later
/* Some of the objects have a page, others have none. */
#include "mini/gup.h"
struct o {
	struct page *p;
};
int f(unsigned long *a, int n)
{
	struct o *o = kcalloc(n, sizeof(*o), GFP_KERNEL);
	int i, rc = 0;

	if (!o)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		if (pin_user_pages_fast(a[i], 1, 0, &o[i].p) != 1) {
			o[i].p = NULL;
			rc = -EFAULT;
			break;
		}
	}
	for (i = 0; i < n; i++)
		if (o[i].p)
			unpin_user_page(o[i].p);
	kfree(o);
	return rc;
}
