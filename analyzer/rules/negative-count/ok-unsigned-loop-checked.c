// SPDX-License-Identifier: GPL-2.0-or-later
/* An unsigned loop is fine once the sign is known. */
#include "mini/gup.h"

int read_buffer(unsigned long uaddr, int nr)
{
	struct page *pages[8];
	unsigned int i;
	int got;

	got = get_user_pages_fast(uaddr, min(nr, 8), 0, pages);
	if (got <= 0)
		return -EFAULT;
	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return 0;
}
