// SPDX-License-Identifier: GPL-2.0-or-later
/* With an array it is a pin, without one the pages are only faulted in. */
#include "mini/gup.h"

int prepare(unsigned long uaddr, int nr, struct page **pages)
{
	if (!pages)
		return get_user_pages_fast(uaddr, nr, 0, NULL);
	return pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
}
