// SPDX-License-Identifier: GPL-2.0-or-later
/* The errno is kept apart from the shortage, the pages of the shortage are not. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[16];
	int ret, i;

	if (nr > 16)
		return -EINVAL;
	ret = get_user_pages_fast(uaddr, nr, 0, pages);
	if (ret < nr)
		return ret < 0 ? ret : -EFAULT; /* expect: partial-leak */
	ret = hw_wait();
	for (i = 0; i < nr; i++)
		put_page(pages[i]);
	return ret;
}
