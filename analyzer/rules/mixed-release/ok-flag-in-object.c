// SPDX-License-Identifier: GPL-2.0-or-later
/* As before, but the flag is a field. */
#include "mini/gup.h"

struct req {
	bool pinned;
	int nr;
	struct page *pages[4];
};

int fill_and_drop(struct req *req, unsigned long uaddr)
{
	int i;

	if (req->pinned)
		req->nr = pin_user_pages_fast(uaddr, 4, FOLL_WRITE, req->pages);
	else
		req->nr = get_user_pages_fast(uaddr, 4, FOLL_WRITE, req->pages);
	for (i = 0; i < req->nr; i++) {
		if (req->pinned)
			unpin_user_page(req->pages[i]);
		else
			put_page(req->pages[i]);
	}
	return 0;
}
