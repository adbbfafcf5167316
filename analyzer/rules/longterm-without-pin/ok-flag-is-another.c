// SPDX-License-Identifier: GPL-2.0-or-later
/* The same bit in flags of another kind. */
#include "mini/gup.h"

#define HW_SLOW 0x100

int run(unsigned long uaddr, struct page **pages)
{
	unsigned int hw_flags = HW_SLOW, gup_flags = hw_flags & HW_SLOW ? FOLL_FORCE : 0;

	return get_user_pages_fast(uaddr, 1, gup_flags, pages);
}
