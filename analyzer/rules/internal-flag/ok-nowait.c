// SPDX-License-Identifier: GPL-2.0-or-later
/* Asked not to wait, and asked to be interrupted: both are public. */
#include "mini/gup.h"

long try_now(unsigned long uaddr, struct page **pages)
{
	unsigned int flags = FOLL_NOWAIT | FOLL_HWPOISON;

	flags |= FOLL_INTERRUPTIBLE;
	return get_user_pages_unlocked(uaddr, 1, pages, flags);
}
