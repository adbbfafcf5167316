// SPDX-License-Identifier: GPL-2.0-or-later
/* FOLL_PIN is what pin_user_pages*() are for. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr, struct page **pages)
{
	return pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_PIN, pages); /* expect: internal-flag */
}
