// SPDX-License-Identifier: GPL-2.0-or-later
/* A pin may be longterm. */
#include "mini/gup.h"

int map_ring(unsigned long uaddr, struct page **page)
{
	return pin_user_pages_fast(uaddr, 1, FOLL_WRITE | FOLL_LONGTERM, page);
}
