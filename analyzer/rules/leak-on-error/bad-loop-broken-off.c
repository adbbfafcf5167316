// SPDX-License-Identifier: GPL-2.0-or-later
/* The loop breaks off, and the check behind it returns without unwinding. */
#include "mini/gup.h"

int pin_each(unsigned long uaddr, int nr)
{
	struct page *pages[16];
	int i;

	if (nr > 16)
		return -EINVAL;
	for (i = 0; i < nr; i++)
		if (pin_user_pages_fast(uaddr + i * PAGE_SIZE, 1, 0, &pages[i]) != 1)
			break;
	if (i < nr)
		return -EFAULT; /* expect: leak-on-error */
	unpin_user_pages(pages, nr);
	return 0;
}
