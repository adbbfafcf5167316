// SPDX-License-Identifier: GPL-2.0-or-later
/* The object's number of pages is what was asked for. */
#include "mini/gup.h"

struct buffer {
	struct page **pages;
	unsigned long nr_pages;
};

int buffer_fill(struct buffer *b, unsigned long uaddr)
{
	long ret = pin_user_pages(uaddr, b->nr_pages, FOLL_WRITE, b->pages);

	if (ret < 0)
		return ret;
	if (ret != b->nr_pages) {
		unpin_user_pages(b->pages, b->nr_pages); /* expect: wrong-count */
		return -EFAULT;
	}
	return 0;
}
