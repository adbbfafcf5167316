// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag is taken out before the get. */
#include "mini/gup.h"

long grab(unsigned long uaddr, unsigned long nr, struct page **pages, bool keep)
{
	unsigned int flags = FOLL_WRITE | FOLL_LONGTERM;

	if (!keep)
		flags &= ~FOLL_LONGTERM;
	if (flags & FOLL_LONGTERM)
		return pin_user_pages_unlocked(uaddr, nr, pages, flags);
	return get_user_pages_unlocked(uaddr, nr, pages, flags);
}
