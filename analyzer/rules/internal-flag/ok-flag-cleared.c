// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag does not survive. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr, struct page **pages)
{
	unsigned int flags = FOLL_WRITE | FOLL_PIN;

	flags &= ~FOLL_PIN;
	return pin_user_pages_fast(uaddr, nr, flags, pages);
}
