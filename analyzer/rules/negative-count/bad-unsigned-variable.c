// SPDX-License-Identifier: GPL-2.0-or-later
/* An unsigned variable has no place for the sign. */
#include "mini/gup.h"

int pin_range(unsigned long uaddr, unsigned long nr, struct page **pages)
{
	unsigned long got;

	got = pin_user_pages_unlocked(uaddr, nr, pages, FOLL_WRITE);
	if (got < nr) {
		unpin_user_pages(pages, got);
		return -EFAULT;
	}
	if (got > nr)
		dev_err(NULL, "too many");
	unpin_user_pages(pages, got); /* expect: negative-count */
	return 0;
}
