// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page **pages;
	unsigned long nr;
};

void queue_done(struct queue *q)
{
	spin_lock(&q->lock);
	unpin_user_pages_dirty_lock(q->pages, q->nr, true); /* expect: atomic-dirty */
	q->nr = 0;
	spin_unlock(&q->lock);
}
