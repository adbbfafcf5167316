// SPDX-License-Identifier: GPL-2.0-or-later
/* One vector is pinned, the other one is got. */
#include "mini/gup.h"

int two(unsigned long in, unsigned long out)
{
	struct page *src[4], *dst[4];
	int n, m;

	n = get_user_pages_fast(in, 4, 0, src);
	m = pin_user_pages_fast(out, 4, FOLL_WRITE, dst);
	if (m > 0)
		unpin_user_pages_dirty_lock(dst, m, true);
	while (n-- > 0)
		put_page(src[n]);
	return 0;
}
