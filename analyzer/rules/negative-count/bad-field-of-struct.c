// SPDX-License-Identifier: GPL-2.0-or-later
/* By way of a field. */
#include "mini/gup.h"

struct request {
	struct page **pages;
	int nr;
};

int submit(struct request *req, unsigned long uaddr, int nr)
{
	req->nr = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, req->pages);
	if (req->nr == nr && hw_ready())
		return hw_wait();
	unpin_user_pages(req->pages, req->nr); /* expect: negative-count */
	return -EFAULT;
}
