// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes as many as it can. */
#include "mini/gup.h"

long low(unsigned long addr, unsigned long nr, struct page **pages);

long low(unsigned long addr, unsigned long nr, struct page **pages)
{
	return pin_user_pages_fast(addr, nr, 0, pages);
}
