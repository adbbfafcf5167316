// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page **pages;
	unsigned long nr;
};

static void drop(struct queue *q, int dirty)
{
	unpin_user_pages_dirty_lock(q->pages, q->nr, dirty);
}

/* Nothing is dirtied here, so no page lock is taken: an int that becomes a bool on its way. */
void queue_abort(struct queue *q)
{
	spin_lock(&q->lock);
	drop(q, 0);
	spin_unlock(&q->lock);
}
