// SPDX-License-Identifier: GPL-2.0-or-later
/* Extracted pages are unpinned only if the iterator pins. */
#include "mini/gup.h"

int checksum_iter(struct iov_iter *iter, size_t len)
{
	struct page *stack_pages[8], **pages = stack_pages;
	size_t offset;
	ssize_t n = iov_iter_extract_pages(iter, &pages, len, 8, 0, &offset);
	int ret, nr;

	if (n <= 0)
		return n;
	nr = DIV_ROUND_UP(offset + n, PAGE_SIZE);
	ret = hw_wait();
	if (iov_iter_extract_will_pin(iter))
		unpin_user_pages(pages, nr);
	return ret;
}
