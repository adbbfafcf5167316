// SPDX-License-Identifier: GPL-2.0-or-later
/* For another process, with its own flags on top of the caller's. */
#include "mini/gup.h"

long vfio_like(struct mm_struct *mm, unsigned long uaddr, struct page **pages, unsigned int prot)
{
	unsigned int flags = prot & 2 ? FOLL_WRITE : 0;
	int locked = 1;
	long ret;

	flags |= FOLL_LONGTERM;
	mmap_read_lock(mm);
	ret = get_user_pages_remote(mm, uaddr, 1, flags, pages, &locked); /* expect: longterm-without-pin */
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}
