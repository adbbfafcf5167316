// SPDX-License-Identifier: GPL-2.0-or-later
/* The shortage is turned into an errno first, and dropped with the saved count. */
#include "mini/gup.h"

int pin_locked(unsigned long uaddr, unsigned long nr)
{
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	long ret, pinned;

	if (!pages)
		return -ENOMEM;
	ret = pin_user_pages_unlocked(uaddr, nr, pages, 0);
	pinned = ret;
	if (ret >= 0 && ret != nr)
		ret = -EFAULT;
	if (ret < 0)
		goto out;
	ret = hw_wait();
out:
	if (pinned > 0)
		unpin_user_pages(pages, pinned);
	kfree(pages);
	return ret;
}
