// SPDX-License-Identifier: GPL-2.0-or-later
/* An iterator answers in bytes; too few of them end the function, not the references. */
#include "mini/gup.h"

ssize_t read_iter(struct iov_iter *iter, size_t len)
{
	struct page *pages[4];
	size_t offset;
	ssize_t n = iov_iter_get_pages2(iter, pages, len, 4, &offset);
	int i;

	if (n < 0)
		return n;
	if (n != len)
		return -EFAULT; /* expect: leak-on-error */
	for (i = 0; i < DIV_ROUND_UP(offset + n, PAGE_SIZE); i++)
		put_page(pages[i]);
	return n;
}
