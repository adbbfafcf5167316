// SPDX-License-Identifier: GPL-2.0-or-later
/* release_pages() takes a signed count and does nothing for a negative one. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr, struct page **pages)
{
	int got = get_user_pages_fast(uaddr, nr, 0, pages);

	release_pages(pages, got);
	return got == nr ? 0 : -EFAULT;
}
