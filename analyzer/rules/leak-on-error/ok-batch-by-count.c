// SPDX-License-Identifier: GPL-2.0-or-later
/* One page after the other into an array, dropped by their number. */
#include "mini/gup.h"
struct batch {
	struct page *pages[16];
	unsigned int nr;
};
static void drop(struct batch *b)
{
	unpin_user_pages_dirty_lock(b->pages, b->nr, true);
}
int ioctl_f(unsigned long arg)
{
	struct batch b = { .nr = 0 };
	struct page *pg;
	if (pin_user_pages_fast(arg, 1, FOLL_WRITE, &pg) != 1)
		return -EFAULT;
	b.pages[b.nr++] = pg;
	drop(&b);
	return 0;
}
int g(unsigned long arg)
{
	struct page *pg, *v[4];
	int n = 0;
	if (pin_user_pages_fast(arg, 1, FOLL_WRITE, &pg) != 1)
		return -EFAULT;
	v[n++] = pg;
	unpin_user_pages_dirty_lock(v, n, true);
	return 0;
}
int h(unsigned long arg)
{
	struct page *v[4];
	int n = 0;
	while (n < 4) {
		if (pin_user_pages_fast(arg + n * PAGE_SIZE, 1, FOLL_WRITE, &v[n]) != 1)
			break;
		n++;
	}
	unpin_user_pages_dirty_lock(v, n, true);
	return 0;
}
int i(unsigned long arg)
{
	struct page *v[4], *pg;
	int n = 0;
	while (n < 4) {
		if (pin_user_pages_fast(arg + n * PAGE_SIZE, 1, FOLL_WRITE, &pg) != 1)
			break;
		v[n++] = pg;
	}
	unpin_user_pages_dirty_lock(v, n, true);
	return 0;
}
