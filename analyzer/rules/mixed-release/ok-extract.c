// SPDX-License-Identifier: GPL-2.0-or-later
/* Extracted, and unpinned if it was a pin. */
#include "mini/gup.h"

ssize_t sum(struct iov_iter *iter, size_t len)
{
	struct page *stack_pages[4], **pages = stack_pages;
	size_t offset;
	ssize_t n = iov_iter_extract_pages(iter, &pages, len, 4, 0, &offset);

	if (n > 0 && iov_iter_extract_will_pin(iter))
		unpin_user_pages(pages, DIV_ROUND_UP(offset + n, PAGE_SIZE));
	return n;
}
