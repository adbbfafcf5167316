// SPDX-License-Identifier: GPL-2.0-or-later
/* The array on the stack, or a longer one from the heap. */
#include "mini/gup.h"

int touch(unsigned long uaddr, int nr)
{
	struct page *few[8], **pages = few;
	int n;

	if (nr > 8) {
		pages = kmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
		if (!pages)
			return -ENOMEM;
	}
	n = pin_user_pages_fast(uaddr, nr, 0, pages);
	if (n > 0)
		unpin_user_pages(pages, n);
	if (pages != few)
		kfree(pages);
	return n;
}
