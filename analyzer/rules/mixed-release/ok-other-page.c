// SPDX-License-Identifier: GPL-2.0-or-later
/* The page that is put is the driver's own. */
#include "mini/gup.h"

struct page *alloc_page(gfp_t gfp_mask);

int bounce(unsigned long uaddr)
{
	struct page *user, *own = alloc_page(GFP_KERNEL);

	if (!own)
		return -ENOMEM;
	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &user) != 1) {
		put_page(own);
		return -EFAULT;
	}
	put_page(own);
	unpin_user_page(user);
	return 0;
}
