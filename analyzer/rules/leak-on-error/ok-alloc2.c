// SPDX-License-Identifier: GPL-2.0-or-later
/* The call makes the vector itself; pages, then vector. */
#include "mini/gup.h"

ssize_t sum(struct iov_iter *iter, size_t len)
{
	struct page **pages;
	size_t offset;
	ssize_t n = iov_iter_get_pages_alloc2(iter, &pages, len, &offset);
	int i;

	if (n <= 0)
		return n;
	for (i = 0; i < DIV_ROUND_UP(offset + n, PAGE_SIZE); i++)
		put_page(pages[i]);
	kvfree(pages);
	return n;
}
