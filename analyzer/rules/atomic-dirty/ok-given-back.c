// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page *page;
};

/* Called with the lock held, which is given back for what may sleep. */
static void drop(struct queue *q)
{
	spin_unlock(&q->lock);
	set_page_dirty_lock(q->page);
	unpin_user_page(q->page);
	spin_lock(&q->lock);
}

void queue_done(struct queue *q)
{
	spin_lock(&q->lock);
	drop(q);
	spin_unlock(&q->lock);
}
