// SPDX-License-Identifier: GPL-2.0-or-later
/* A get does not become a pin by a flag. */
#include "mini/gup.h"

int map_buffer(unsigned long uaddr, int nr, struct page **pages, bool dma)
{
	unsigned int flags = FOLL_WRITE;

	if (dma)
		flags |= FOLL_PIN;
	return get_user_pages_fast(uaddr, nr, flags, pages); /* expect: internal-flag */
}
