// SPDX-License-Identifier: GPL-2.0-or-later
/* The lesser of both counts. */
#include "mini/gup.h"

int some(unsigned long uaddr, int nr, struct page **pages)
{
	struct page *local[8];
	int got = get_user_pages_fast(uaddr, min(nr, 8), 0, local);
	int i, n = min(got, nr);

	for (i = 0; i < n; i++)
		put_page(local[i]);
	return n == nr ? 0 : -EFAULT;
}
