// SPDX-License-Identifier: GPL-2.0-or-later
/* The new object is freed, the page in it is not dropped. */
#include "mini/gup.h"

struct buffer {
	struct page *page;
	void *ring;
};

struct buffer *buffer_new(unsigned long uaddr)
{
	struct buffer *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return NULL;
	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE | FOLL_LONGTERM, &b->page) != 1)
		goto fail;
	b->ring = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!b->ring)
		goto fail;
	return b;
fail:
	kfree(b);
	return NULL; /* expect: leak-on-error */
}
