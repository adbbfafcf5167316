// SPDX-License-Identifier: GPL-2.0-or-later
/* Extracted pages are pinned or not referenced at all: a put is wrong in both cases. */
#include "mini/gup.h"

ssize_t sum(struct iov_iter *iter, size_t len)
{
	struct page *stack_pages[4], **pages = stack_pages;
	size_t offset;
	ssize_t n = iov_iter_extract_pages(iter, &pages, len, 4, 0, &offset);
	int i;

	if (n <= 0)
		return n;
	for (i = 0; i < DIV_ROUND_UP(offset + n, PAGE_SIZE); i++)
		put_page(pages[i]); /* expect: mixed-release */
	return n;
}
