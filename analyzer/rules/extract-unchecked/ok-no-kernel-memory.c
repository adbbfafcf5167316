// SPDX-License-Identifier: GPL-2.0-or-later
/* There are iterators of user memory and of kernel memory here, and the latter is told apart. */
#include "mini/gup.h"

bool iov_iter_is_kvec(const struct iov_iter *i);

ssize_t copy_in(struct iov_iter *iter, struct page **pages, size_t len)
{
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	hw_wait();
	if (!iov_iter_is_kvec(iter))
		unpin_user_pages(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	return got;
}
