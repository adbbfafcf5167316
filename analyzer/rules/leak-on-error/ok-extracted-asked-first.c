// SPDX-License-Identifier: GPL-2.0-or-later
/* What is done where the iterator pins, and what where it does not. */
#include "mini/gup.h"

ssize_t copy_in(struct iov_iter *iter, size_t len)
{
	bool pins = iov_iter_extract_will_pin(iter);
	struct page *array[16], **pages = array;
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	if (!pins) {
		hw_submit(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
		return got;
	}
	if (!hw_ready()) {
		unpin_user_pages(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
		return -EIO;
	}
	hw_submit(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	hw_wait();
	unpin_user_pages(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	return got;
}
