// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag is set where the answer was yes. */
#include "mini/gup.h"

ssize_t copy_in(struct iov_iter *iter, struct page **pages, size_t len)
{
	bool unpin = false;
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	if (iov_iter_extract_will_pin(iter))
		unpin = true;
	hw_wait();
	if (unpin)
		unpin_user_pages(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	return got;
}
