// SPDX-License-Identifier: GPL-2.0-or-later
/* FOLL_REMOTE follows from the function. */
#include "mini/gup.h"

long peek(struct mm_struct *mm, unsigned long uaddr, struct page **pages)
{
	int locked = 1;

	return get_user_pages_remote(mm, uaddr, 1, FOLL_REMOTE | FOLL_FORCE, pages, &locked); /* expect: internal-flag */
}
