// SPDX-License-Identifier: GPL-2.0-or-later
/* The pages live on in an object; its own release drops them. */
#include "mini/gup.h"

struct umem {
	struct page **pages;
	int npages;
};

int umem_init(struct umem *umem, unsigned long uaddr, int nr)
{
	int ret;

	umem->pages = kvcalloc(nr, sizeof(*umem->pages), GFP_KERNEL);
	if (!umem->pages)
		return -ENOMEM;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, umem->pages);
	if (ret < 0) {
		kvfree(umem->pages);
		return ret;
	}
	umem->npages = ret;
	return ret == nr ? 0 : -EFAULT;
}
