// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper takes a page and puts it into the caller's local object. */
#include "mini/gup.h"
struct batch {
	struct page *pages[16];
	unsigned int nr;
};
static int add(struct batch *b, unsigned long a)
{
	struct page *pg;
	int rc = pin_user_pages_fast(a, 1, FOLL_WRITE, &pg);

	if (rc != 1)
		return -EFAULT;
	b->pages[b->nr++] = pg;
	return 0;
}
static void drop(struct batch *b)
{
	unpin_user_pages_dirty_lock(b->pages, b->nr, true);
}
int ioctl_f(unsigned long arg)
{
	struct batch b = { .nr = 0 };
	if (add(&b, arg))
		return -EFAULT;
	if (hw_wait())
		return -EIO; /* expect: leak-on-error */
	drop(&b);
	return 0;
}
