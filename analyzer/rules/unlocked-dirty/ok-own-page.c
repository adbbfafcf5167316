// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

/* Not a user's: the page cache locks its own pages where it wants to. */
void flush(struct page *page)
{
	set_page_dirty(page);
	put_page(page);
}
