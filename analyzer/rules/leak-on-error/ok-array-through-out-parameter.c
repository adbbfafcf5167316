// SPDX-License-Identifier: GPL-2.0-or-later
/* The whole vector goes out through a pointer. */
#include "mini/gup.h"

int get_vec(unsigned long uaddr, int nr, struct page ***vec)
{
	struct page **pages = kmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int n;

	if (!pages)
		return -ENOMEM;
	n = get_user_pages_fast(uaddr, nr, 0, pages);
	if (n <= 0) {
		kfree(pages);
		return n ? n : -EFAULT;
	}
	*vec = pages;
	return n;
}
