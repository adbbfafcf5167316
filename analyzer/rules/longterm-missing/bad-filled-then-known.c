// SPDX-License-Identifier: GPL-2.0-or-later
/* The object has its pages before others know it. */
#include "mini/gup.h"

struct region {
	struct page **pages;
	int nr;
};

struct region_ops {
	int (*map)(struct region *r, unsigned long uaddr, int nr);
	void (*unmap)(struct region *r);
};

struct owner {
	struct region *region;
};

int owner_attach(struct owner *o, unsigned long uaddr, int nr)
{
	struct region *r = kzalloc(sizeof(*r), GFP_KERNEL);
	struct page **pages = kcalloc(nr, sizeof(*pages), GFP_KERNEL);
	int got;

	if (!r || !pages)
		goto free;
	got = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages); /* expect: longterm-missing */
	if (got != nr)
		goto unpin;
	r->pages = pages;
	r->nr = nr;
	o->region = r;
	return 0;
unpin:
	if (got > 0)
		unpin_user_pages_dirty_lock(pages, got, true);
free:
	kfree(pages);
	kfree(r);
	return -ENOMEM;
}

void owner_detach(struct owner *o)
{
	struct region *r = o->region;

	unpin_user_pages_dirty_lock(r->pages, r->nr, true);
	kfree(r->pages);
	kfree(r);
}
