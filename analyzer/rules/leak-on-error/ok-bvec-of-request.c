// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages move into the vector of a request. */
#include "mini/gup.h"

struct bvec {
	struct page *bv_page;
	unsigned int bv_len;
};
struct request {
	struct bvec *bvecs;
	int nr;
};

int fill(struct request *rq, unsigned long uaddr)
{
	struct page *pages[4];
	int i, n = pin_user_pages_fast(uaddr, 4, 0, pages);

	if (n <= 0)
		return -EFAULT;
	for (i = 0; i < n; i++) {
		rq->bvecs[i].bv_page = pages[i];
		rq->bvecs[i].bv_len = PAGE_SIZE;
	}
	rq->nr = n;
	return 0;
}
