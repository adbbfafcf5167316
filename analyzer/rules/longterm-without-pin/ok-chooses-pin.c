// SPDX-License-Identifier: GPL-2.0-or-later
/* Longterm chooses the pin. */
#include "mini/gup.h"

long grab(unsigned long uaddr, unsigned long nr, struct page **pages, bool keep)
{
	unsigned int flags = FOLL_WRITE;

	if (keep)
		return pin_user_pages_unlocked(uaddr, nr, pages, flags | FOLL_LONGTERM);
	return get_user_pages_unlocked(uaddr, nr, pages, flags);
}
