// SPDX-License-Identifier: GPL-2.0-or-later
/* How many there are is kept in a field. */
#include "mini/gup.h"

struct request {
	struct page **pages;
	int nr;
	bool write;
};

int submit(struct request *req, unsigned long uaddr, int nr)
{
	int ret;

	req->pages = kmalloc_array(nr, sizeof(struct page *), GFP_KERNEL);
	if (!req->pages)
		return -ENOMEM;
	req->nr = pin_user_pages_fast(uaddr, nr, req->write ? FOLL_WRITE : 0, req->pages);
	if (req->nr < 0) {
		ret = req->nr;
		req->nr = 0;
	} else {
		ret = req->nr < nr ? -EFAULT : hw_wait();
		unpin_user_pages(req->pages, req->nr);
	}
	kfree(req->pages);
	return ret;
}
