// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag says something else. */
#include "mini/gup.h"

struct request {
	struct page **pages;
	unsigned long nr;
	bool write;
};

ssize_t copy_in(struct request *r, struct iov_iter *iter, size_t len)
{
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &r->pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	r->nr = DIV_ROUND_UP(offset + got, PAGE_SIZE);
	hw_wait();
	if (r->write)
		unpin_user_pages(r->pages, r->nr); /* known-fn: extract-unchecked */
	return got;
}
