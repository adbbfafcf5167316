// SPDX-License-Identifier: GPL-2.0-or-later
/* FOLL_GET follows from the pages array. */
#include "mini/gup.h"

long peek(unsigned long uaddr, unsigned long nr, struct page **pages)
{
	long ret;

	mmap_read_lock(current->mm);
	ret = get_user_pages(uaddr, nr, FOLL_GET, pages); /* expect: internal-flag */
	mmap_read_unlock(current->mm);
	return ret;
}
