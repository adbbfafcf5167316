// SPDX-License-Identifier: GPL-2.0-or-later
/* The array is in an object. */
#include "mini/gup.h"

struct umem {
	struct page **pages;
};

int umem_pin(struct umem *umem, unsigned long uaddr, int nr)
{
	umem->pages = kvcalloc(nr, sizeof(*umem->pages), GFP_KERNEL);
	if (!umem->pages)
		return -ENOMEM;
	return pin_user_pages_fast(uaddr, nr, FOLL_LONGTERM, umem->pages);
}
