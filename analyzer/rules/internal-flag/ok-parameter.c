// SPDX-License-Identifier: GPL-2.0-or-later
/* What the caller passes is not known here. */
#include "mini/gup.h"

long grab(unsigned long uaddr, unsigned long nr, struct page **pages, unsigned int gup_flags)
{
	return pin_user_pages_unlocked(uaddr, nr, pages, gup_flags);
}
