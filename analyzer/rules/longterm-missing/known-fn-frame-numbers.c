// SPDX-License-Identifier: GPL-2.0-or-later
/* Kept by a table that is not read, as a frame number. */
#include "mini/gup.h"

int table_add(unsigned long key, unsigned long pfn);
unsigned long table_del(unsigned long key);

int table_map(unsigned long uaddr)
{
	struct page *page;
	int got = pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page); /* known-fn: longterm-missing */

	if (got != 1)
		return -EFAULT;
	return table_add(uaddr, page_to_pfn(page));
}

void table_unmap(unsigned long uaddr)
{
	unpin_user_page(pfn_to_page(table_del(uaddr)));
}
