// SPDX-License-Identifier: GPL-2.0-or-later
/* Only user memory is extracted here. */
#include "mini/gup.h"

bool user_backed_iter(const struct iov_iter *i);

ssize_t copy_in(struct iov_iter *iter, struct page **pages, size_t len)
{
	size_t offset;
	ssize_t got;

	if (!user_backed_iter(iter))
		return -EINVAL;
	got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);
	if (got <= 0)
		return got;
	hw_wait();
	unpin_user_pages(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	return got;
}
