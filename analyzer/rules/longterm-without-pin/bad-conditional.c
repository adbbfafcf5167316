// SPDX-License-Identifier: GPL-2.0-or-later
/* Only if the caller wants it, but then it fails. */
#include "mini/gup.h"

long umem_get(unsigned long uaddr, unsigned long nr, struct page **pages, bool keep)
{
	return get_user_pages_unlocked(uaddr, nr, pages, /* expect: longterm-without-pin */
				       FOLL_WRITE | (keep ? FOLL_LONGTERM : 0));
}
