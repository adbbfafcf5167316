// SPDX-License-Identifier: GPL-2.0-or-later
/* The flags that callers may pass. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr, struct page **pages)
{
	return pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_FORCE | FOLL_LONGTERM, pages);
}
