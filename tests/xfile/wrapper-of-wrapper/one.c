// SPDX-License-Identifier: GPL-2.0-or-later
/* The lowest of three. */
#include "mini/gup.h"

struct page *one_page(unsigned long addr);

struct page *one_page(unsigned long addr)
{
	struct page *page;
	long ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);

	return ret == 1 ? page : NULL;
}
