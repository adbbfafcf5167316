// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct object {
	spinlock_t lock;
	struct page **pages;
	unsigned long nr;
};

void object_attach_and_unlock(struct object *o);

/* The lock is given back by code that is not at hand: it gets the object in which it lies. */
void object_free(struct object *o)
{
	spin_lock(&o->lock);
	object_attach_and_unlock(o);
	unpin_user_pages_dirty_lock(o->pages, o->nr, true);
}
