// SPDX-License-Identifier: GPL-2.0-or-later
/* An errno becomes zero before the count is kept. */
#include "mini/gup.h"

struct request {
	struct page **pages;
	unsigned int nr;
};

int submit(struct request *req, unsigned long uaddr, int nr)
{
	int got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, req->pages);

	req->nr = got < 0 ? 0 : got;
	if (req->nr < nr) {
		unpin_user_pages(req->pages, req->nr);
		return -EFAULT;
	}
	return 0;
}
