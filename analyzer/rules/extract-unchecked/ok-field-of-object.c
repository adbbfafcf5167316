// SPDX-License-Identifier: GPL-2.0-or-later
/* The answer lies in the object, and is asked for when that goes. */
#include "mini/gup.h"

struct request {
	struct page **pages;
	unsigned long nr;
	bool need_unpin;
};

void request_end(struct request *r)
{
	unsigned long i;

	for (i = 0; i < r->nr; i++)
		if (r->need_unpin)
			unpin_user_page(r->pages[i]);
}

ssize_t request_fill(struct request *r, struct iov_iter *iter, size_t len)
{
	size_t offset;
	ssize_t got = iov_iter_extract_pages(iter, &r->pages, len, 16, 0, &offset);

	if (got <= 0)
		return got;
	r->need_unpin = iov_iter_extract_will_pin(iter);
	r->nr = DIV_ROUND_UP(offset + got, PAGE_SIZE);
	return got;
}
