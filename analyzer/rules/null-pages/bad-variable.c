// SPDX-License-Identifier: GPL-2.0-or-later
/* The variable is never anything else. */
#include "mini/gup.h"

long prefault(unsigned long uaddr, unsigned long nr)
{
	struct page **pages = NULL;
	long ret;

	mmap_read_lock(current->mm);
	ret = pin_user_pages(uaddr, nr, 0, pages); /* expect: null-pages */
	mmap_read_unlock(current->mm);
	return ret;
}
