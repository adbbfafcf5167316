// SPDX-License-Identifier: GPL-2.0-or-later
/* The error path forgets to ask. */
#include "mini/gup.h"

ssize_t copy_in(struct iov_iter *iter, struct page **pages, size_t len)
{
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);
	unsigned long nr;

	if (got <= 0)
		return got;
	nr = DIV_ROUND_UP(offset + got, PAGE_SIZE);
	if (hw_wait()) {
		unpin_user_pages(pages, nr); /* expect: extract-unchecked */
		return -EIO;
	}
	if (iov_iter_extract_will_pin(iter))
		unpin_user_pages(pages, nr);
	return got;
}
