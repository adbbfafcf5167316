// SPDX-License-Identifier: GPL-2.0-or-later
/* An unsigned int compared with a long is compared as a long. */
#include "mini/gup.h"

long read_more(unsigned long uaddr, unsigned long nr, struct page **pages)
{
	long got = get_user_pages_unlocked(uaddr, nr, pages, 0);
	unsigned int i;

	for (i = 0; i < got; i++)
		put_page(pages[i]);
	return got;
}
