// SPDX-License-Identifier: GPL-2.0-or-later
/* A pointer walks over the pinned vector. */
#include "mini/gup.h"

int walk(unsigned long uaddr)
{
	struct page *pages[8], **p = pages;
	int got = pin_user_pages_fast(uaddr, 8, 0, pages);

	while (got-- > 0)
		put_page(*p++); /* expect: mixed-release */
	return 0;
}
