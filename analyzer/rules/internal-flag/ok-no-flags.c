// SPDX-License-Identifier: GPL-2.0-or-later
/* No flags at all. */
#include "mini/gup.h"

int peek(unsigned long uaddr, struct page **pages)
{
	return get_user_pages_fast(uaddr, 1, 0, pages);
}
