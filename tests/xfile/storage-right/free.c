// SPDX-License-Identifier: GPL-2.0-or-later
/* Another file drops what lies in the object. */
#include "region.h"

void region_free(struct region *r)
{
	unpin_user_pages(r->pages, r->nr);
}
