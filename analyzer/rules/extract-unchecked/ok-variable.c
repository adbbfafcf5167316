// SPDX-License-Identifier: GPL-2.0-or-later
/* The answer is kept in a variable, from before the pages were taken. */
#include "mini/gup.h"

ssize_t copy_in(struct iov_iter *iter, struct page **pages, size_t len)
{
	bool pinned = iov_iter_extract_will_pin(iter);
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);
	unsigned long i;

	if (got <= 0)
		return got;
	hw_wait();
	for (i = 0; pinned && i < DIV_ROUND_UP(offset + got, PAGE_SIZE); i++)
		unpin_user_page(pages[i]);
	return got;
}
