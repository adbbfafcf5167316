// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Mapped and read: nothing changes. */
int peek(unsigned long addr, void *buf, size_t len)
{
	struct page *page;
	char *kaddr;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	kaddr = kmap_local_page(page);
	memcpy(buf, kaddr, len);
	kunmap_local(kaddr);
	unpin_user_page(page);
	return 0;
}
