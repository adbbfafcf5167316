// SPDX-License-Identifier: GPL-2.0-or-later
/* The page goes to the caller in a structure. */
#include "mini/gup.h"
struct w3 {
	struct page *p;
	int err;
};
static struct w3 w3_get(unsigned long a)
{
	struct w3 r = { .err = 0 };

	if (pin_user_pages_fast(a, 1, 0, &r.p) != 1) {
		r.p = NULL;
		r.err = -EFAULT;
	}
	return r;
}
int w3_use(unsigned long a)
{
	struct w3 r = w3_get(a);

	if (r.err)
		return r.err;
	unpin_user_page(r.p);
	return 0;
}
