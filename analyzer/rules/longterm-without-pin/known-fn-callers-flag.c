// SPDX-License-Identifier: GPL-2.0-or-later
/* The callers all pass the flag, but one function at a time is looked at. */
#include "mini/gup.h"

static int grab(unsigned long uaddr, unsigned int gup_flags, struct page **pages)
{
	return get_user_pages_fast(uaddr, 1, gup_flags, pages); /* known-fn: longterm-without-pin */
}

int map_ring(unsigned long uaddr, struct page **pages)
{
	return grab(uaddr, FOLL_WRITE | FOLL_LONGTERM, pages);
}
