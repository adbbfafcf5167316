// SPDX-License-Identifier: GPL-2.0-or-later
/* One flag by a condition. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr, struct page **pages, int rw)
{
	return pin_user_pages_fast(uaddr, nr, rw == READ ? FOLL_WRITE : 0, pages);
}
