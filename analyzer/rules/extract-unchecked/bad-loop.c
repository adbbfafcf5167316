// SPDX-License-Identifier: GPL-2.0-or-later
/* Page by page, and none was asked for. */
#include "mini/gup.h"

ssize_t copy_in(struct iov_iter *iter, size_t len)
{
	struct page *stack[16], **pages = stack;
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);
	unsigned long i, nr;

	if (got <= 0)
		return got;
	nr = DIV_ROUND_UP(offset + got, PAGE_SIZE);
	for (i = 0; i < nr; i++)
		unpin_user_page(pages[i]); /* expect: extract-unchecked */
	return got;
}
