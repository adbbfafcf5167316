// SPDX-License-Identifier: GPL-2.0-or-later
/* Without an array get_user_pages() faults the pages in and takes none. */
#include "mini/gup.h"

long prefault(unsigned long uaddr, unsigned long nr)
{
	long ret;

	mmap_read_lock(current->mm);
	ret = get_user_pages(uaddr, nr, FOLL_WRITE, NULL);
	mmap_read_unlock(current->mm);
	return ret == nr ? 0 : -EFAULT;
}
