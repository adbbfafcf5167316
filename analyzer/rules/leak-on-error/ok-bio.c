// SPDX-License-Identifier: GPL-2.0-or-later
/* Each page moves into a bio, whose completion drops it. */
#include "mini/gup.h"

int fill_bio(struct bio *bio, struct iov_iter *iter)
{
	struct page *vec[8], **pages = vec;
	size_t offset;
	ssize_t size = iov_iter_extract_pages(iter, &pages, 8 * PAGE_SIZE, 8, 0, &offset);
	unsigned int len, i;

	if (size <= 0)
		return size ? size : -EFAULT;
	for (i = 0; size > 0; i++, size -= len, offset = 0) {
		len = min_t(size_t, PAGE_SIZE - offset, size);
		bio_add_page(bio, pages[i], len, offset);
	}
	return 0;
}
