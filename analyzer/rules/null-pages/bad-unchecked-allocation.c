// SPDX-License-Identifier: GPL-2.0-or-later
/* The failed allocation is noticed too late. */
#include "mini/gup.h"

int pin_new(unsigned long uaddr, int nr)
{
	struct page **pages = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!pages)
		dev_err(NULL, "no memory");
	ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages); /* expect: null-pages */
	if (ret > 0)
		unpin_user_pages(pages, ret);
	kvfree(pages);
	return ret;
}
