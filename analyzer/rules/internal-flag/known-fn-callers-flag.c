// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag comes from a caller; one function at a time is looked at. */
#include "mini/gup.h"

static long grab(unsigned long uaddr, struct page **pages, unsigned int gup_flags)
{
	return get_user_pages_unlocked(uaddr, 1, pages, gup_flags); /* known-fn: internal-flag */
}

long peek(unsigned long uaddr, struct page **pages)
{
	return grab(uaddr, pages, FOLL_GET);
}
