// SPDX-License-Identifier: GPL-2.0-or-later
/* The object is the caller's, but its page vector is freed here, pages and all. */
#include "mini/gup.h"

struct umem {
	struct page **pages;
};

int umem_init(struct umem *umem, unsigned long uaddr, int nr)
{
	int ret;

	umem->pages = kvcalloc(nr, sizeof(*umem->pages), GFP_KERNEL);
	if (!umem->pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, umem->pages);
	if (ret < nr || !hw_ready()) {
		kvfree(umem->pages);
		umem->pages = NULL;
		return -EBUSY; /* expect: leak-on-error */
	}
	return 0;
}
