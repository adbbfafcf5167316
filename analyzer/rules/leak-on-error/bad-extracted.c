// SPDX-License-Identifier: GPL-2.0-or-later
/* One way out drops what the iterator pinned, the other does not even ask. */
#include "mini/gup.h"

ssize_t copy_in(struct iov_iter *iter, size_t len)
{
	struct page *array[16], **pages = array;
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	if (!hw_ready())
		return -EIO; /* expect: leak-on-error */
	hw_submit(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	hw_wait();
	if (iov_iter_extract_will_pin(iter))
		unpin_user_pages(pages, DIV_ROUND_UP(offset + got, PAGE_SIZE));
	return got;
}
