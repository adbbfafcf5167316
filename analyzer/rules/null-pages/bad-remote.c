// SPDX-License-Identifier: GPL-2.0-or-later
/* In another process's memory it is the same. */
#include "mini/gup.h"

long prefault_remote(struct mm_struct *mm, unsigned long uaddr)
{
	int locked = 1;
	long ret;

	mmap_read_lock(mm);
	ret = pin_user_pages_remote(mm, uaddr, 1, FOLL_WRITE, (struct page **)0, &locked); /* expect: null-pages */
	if (locked)
		mmap_read_unlock(mm);
	return ret;
}
