// SPDX-License-Identifier: GPL-2.0-or-later
/* What the caller passes is not known here. */
#include "mini/gup.h"

int grab(unsigned long uaddr, int nr, unsigned int gup_flags, struct page **pages)
{
	return get_user_pages_fast(uaddr, nr, gup_flags | FOLL_WRITE, pages);
}
