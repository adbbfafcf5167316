// SPDX-License-Identifier: GPL-2.0-or-later
/* A pointer walks over the vector. */
#include "mini/gup.h"

int touch(unsigned long uaddr)
{
	struct page *pages[8], **p;
	int got = get_user_pages_fast(uaddr, 8, 0, pages);

	for (p = pages; p < pages + got; p++)
		put_page(*p);
	return got;
}
