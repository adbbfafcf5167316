// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct header {
	u32 magic, seq;
};

/* A store through the mapping is a write, too. */
int stamp(unsigned long addr, u32 seq)
{
	struct page *page;
	struct header *h;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	h = kmap_local_page(page);
	h->seq = seq;
	kunmap_local(h);
	unpin_user_page(page); /* expect: missing-dirty */
	return 0;
}
