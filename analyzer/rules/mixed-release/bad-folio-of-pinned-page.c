// SPDX-License-Identifier: GPL-2.0-or-later
/* Its folio is the same page: folio_put() is a put all the same. */
#include "mini/gup.h"

int peek(unsigned long uaddr)
{
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, 0, &page) < 1)
		return -EFAULT;
	folio_put(page_folio(page)); /* expect: mixed-release */
	return 0;
}
