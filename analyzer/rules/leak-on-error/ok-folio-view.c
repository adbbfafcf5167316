// SPDX-License-Identifier: GPL-2.0-or-later
/* Dropped through its folio, which is the same page. */
#include "mini/gup.h"

int read_head(unsigned long uaddr)
{
	struct folio *folio;
	struct page *page;

	if (get_user_pages_fast(uaddr, 1, 0, &page) != 1)
		return -EFAULT;
	folio = page_folio(page);
	if (!hw_ready()) {
		folio_put(folio);
		return -EBUSY;
	}
	folio_put(folio);
	return 0;
}
