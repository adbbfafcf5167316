// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page **pages;
	unsigned long nr;
};

/* Without dirtying it does not sleep. */
void queue_drop(struct queue *q)
{
	spin_lock_irq(&q->lock);
	unpin_user_pages_dirty_lock(q->pages, q->nr, false);
	spin_unlock_irq(&q->lock);
}
