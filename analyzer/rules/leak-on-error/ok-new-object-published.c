// SPDX-License-Identifier: GPL-2.0-or-later
/* The object is new, but it goes to the list before the function ends. */
#include "mini/gup.h"

struct region {
	struct region *next;
	struct page **pages;
	int nr;
};
static struct region *regions;

int region_add(unsigned long uaddr, int nr)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!r)
		return -ENOMEM;
	r->pages = kvcalloc(nr, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages)
		goto free_region;
	ret = pin_user_pages_fast(uaddr, nr, FOLL_LONGTERM, r->pages);
	if (ret <= 0)
		goto free_pages;
	r->nr = ret;
	r->next = regions;
	regions = r;
	return 0;
free_pages:
	kvfree(r->pages);
free_region:
	kfree(r);
	return ret;
}
