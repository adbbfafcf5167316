// SPDX-License-Identifier: GPL-2.0-or-later
/* There is a function for this flag. */
#include "mini/gup.h"

int try_fast(unsigned long uaddr, struct page **pages)
{
	return get_user_pages_fast(uaddr, 1, FOLL_FAST_ONLY, pages); /* expect: internal-flag */
}
