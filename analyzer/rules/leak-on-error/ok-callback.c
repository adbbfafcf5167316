// SPDX-License-Identifier: GPL-2.0-or-later
/* A pointer to a function gets the page. */
#include "mini/gup.h"

struct ops {
	void (*put)(struct page *page);
};

int through_ops(const struct ops *ops, unsigned long uaddr)
{
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, 0, &page) != 1)
		return -EFAULT;
	ops->put(page);
	return 0;
}
