// SPDX-License-Identifier: GPL-2.0-or-later
/* Whoever drops the last count of the object drops the pages. */
#include "mini/gup.h"

struct object {
	int users;
	struct page **pages;
	int nr;
};

static void object_put(struct object *o)
{
	if (--o->users)
		return;
	unpin_user_pages(o->pages, o->nr);
	kfree(o);
}

void object_close(struct object *o)
{
	object_put(o);
	hw_wait();
	object_put(o);
}
