// SPDX-License-Identifier: GPL-2.0-or-later
/* The object comes back as the result, or an error with nothing held. */
#include "mini/gup.h"

struct buffer {
	struct page *page;
};

struct buffer *buffer_get(unsigned long uaddr)
{
	struct buffer *b = kmalloc(sizeof(*b), GFP_KERNEL);
	int ret;

	if (!b)
		return ERR_PTR(-ENOMEM);
	ret = pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &b->page);
	if (ret == 1)
		return b;
	kfree(b);
	return ERR_PTR(ret < 0 ? ret : -EFAULT);
}
