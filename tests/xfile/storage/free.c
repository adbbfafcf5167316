// SPDX-License-Identifier: GPL-2.0-or-later
/* Another file drops what lies in the object, the wrong way. */
#include "region.h"

void region_free(struct region *r)
{
	for (int i = 0; i < r->nr; i++)
		put_page(r->pages[i]); /* expect: mixed-release */
}
