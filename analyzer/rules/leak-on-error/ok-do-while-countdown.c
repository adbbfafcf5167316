// SPDX-License-Identifier: GPL-2.0-or-later
/* A do-while that counts down what was taken. */
#include "mini/gup.h"

int touch(unsigned long uaddr)
{
	struct page *pages[8], **p = pages;
	int got = get_user_pages_fast(uaddr, 8, 0, pages);

	if (got <= 0)
		return -EFAULT;
	do {
		put_page(*p++);
	} while (--got);
	return 0;
}
