// SPDX-License-Identifier: GPL-2.0-or-later
/* The object's pages are unpinned when it goes, whatever they are. */
#include "mini/gup.h"

struct request {
	struct page **pages;
	unsigned long nr;
};

void request_end(struct request *r)
{
	if (r->pages)
		unpin_user_pages(r->pages, r->nr); /* expect: extract-unchecked */
}

ssize_t request_fill(struct request *r, struct iov_iter *iter, size_t len)
{
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &r->pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	r->nr = DIV_ROUND_UP(offset + got, PAGE_SIZE);
	return got;
}
