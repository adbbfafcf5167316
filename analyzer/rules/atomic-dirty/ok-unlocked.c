// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page **pages;
	unsigned long nr;
};

void queue_done(struct queue *q)
{
	struct page **pages;
	unsigned long nr;

	spin_lock(&q->lock);
	pages = q->pages;
	nr = q->nr;
	q->nr = 0;
	spin_unlock(&q->lock);
	unpin_user_pages_dirty_lock(pages, nr, true);
}
