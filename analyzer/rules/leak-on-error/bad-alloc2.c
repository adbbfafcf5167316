// SPDX-License-Identifier: GPL-2.0-or-later
/* The call makes the vector itself; only the vector is freed. */
#include "mini/gup.h"

ssize_t sum(struct iov_iter *iter, size_t len)
{
	struct page **pages;
	size_t offset;
	ssize_t n = iov_iter_get_pages_alloc2(iter, &pages, len, &offset);

	if (n <= 0)
		return n;
	kvfree(pages);
	return n; /* expect: leak-on-error */
}
