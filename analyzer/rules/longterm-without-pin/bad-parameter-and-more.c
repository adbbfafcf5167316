// SPDX-License-Identifier: GPL-2.0-or-later
/* What the caller passes is unknown, what is added to it is not. */
#include "mini/gup.h"

int grab(unsigned long uaddr, int nr, unsigned int gup_flags, struct page **pages)
{
	gup_flags |= FOLL_LONGTERM | FOLL_FORCE;
	return get_user_pages_fast(uaddr, nr, gup_flags, pages); /* expect: longterm-without-pin */
}
