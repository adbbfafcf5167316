// SPDX-License-Identifier: GPL-2.0-or-later
/* What the caller passes is the caller's business. */
#include "mini/gup.h"

int pin_into(unsigned long uaddr, int nr, struct page **pages)
{
	return pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
}
