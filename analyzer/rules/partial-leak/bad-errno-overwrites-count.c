// SPDX-License-Identifier: GPL-2.0-or-later
/* The shortage is turned into an errno, and the count is lost. */
#include "mini/gup.h"

int pin_locked(unsigned long uaddr, unsigned long nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	long ret;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_unlocked(uaddr, nr, pages, 0);
	if (ret >= 0 && ret != nr)
		ret = -EFAULT;
	if (ret < 0)
		goto out;
	unpin_user_pages(pages, ret);
	ret = 0;
out:
	kfree(pages);
	return ret; /* expect: partial-leak */
}
