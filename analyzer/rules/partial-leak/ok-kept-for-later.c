// SPDX-License-Identifier: GPL-2.0-or-later
/* The object knows how many it has; its release drops them. */
#include "mini/gup.h"

struct umem {
	struct page **pages;
	unsigned long npages;
};
void umem_release(struct umem *umem);

int umem_pin(struct umem *umem, unsigned long uaddr, unsigned long nr)
{
	long ret = pin_user_pages(uaddr, nr, FOLL_WRITE | FOLL_LONGTERM, umem->pages);

	umem->npages = ret > 0 ? ret : 0;
	if (ret != nr) {
		umem_release(umem);
		return ret < 0 ? ret : -ENOMEM;
	}
	return 0;
}
