// SPDX-License-Identifier: GPL-2.0-or-later
/* The function that has no fallback to the slow way. */
#include "mini/gup.h"

int try_fast(unsigned long uaddr, struct page **pages)
{
	return get_user_pages_fast_only(uaddr, 1, FOLL_WRITE, pages);
}
