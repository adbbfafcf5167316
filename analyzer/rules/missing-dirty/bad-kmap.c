// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* The CPU writes through a mapping. */
int poke(unsigned long addr, const void *buf, size_t len)
{
	struct page *page;
	char *kaddr;
	int ret;

	ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);
	if (ret != 1)
		return -EFAULT;
	kaddr = kmap_local_page(page);
	memcpy(kaddr + offset_in_page(addr), buf, len);
	kunmap_local(kaddr);
	unpin_user_page(page); /* expect: missing-dirty */
	return 0;
}
