// SPDX-License-Identifier: GPL-2.0-or-later
/* Dropped one by one, up to what was taken. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[16];
	int ret, i, got;

	if (nr > 16)
		return -EINVAL;
	got = get_user_pages_fast(uaddr, nr, 0, pages);
	ret = got < nr ? -EFAULT : hw_wait();
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return ret;
}
