// SPDX-License-Identifier: GPL-2.0-or-later
/* A flag remembers whether there is something to drop. */
#include "mini/gup.h"

int maybe_pin(unsigned long uaddr, bool write)
{
	struct page *page = NULL;
	bool pinned = false;
	int ret = 0;

	if (write) {
		if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
			return -EFAULT;
		pinned = true;
	}
	if (!hw_ready())
		ret = -EBUSY;
	if (pinned)
		unpin_user_page(page);
	return ret;
}
