// SPDX-License-Identifier: GPL-2.0-or-later
/* The flags are collected in a variable. */
#include "mini/gup.h"

long umem_get(unsigned long uaddr, unsigned long nr, struct page **pages, bool write)
{
	unsigned int flags = FOLL_LONGTERM;
	long ret;

	if (write)
		flags |= FOLL_WRITE;
	mmap_read_lock(current->mm);
	ret = get_user_pages(uaddr, nr, flags, pages); /* expect: longterm-without-pin */
	mmap_read_unlock(current->mm);
	return ret;
}
