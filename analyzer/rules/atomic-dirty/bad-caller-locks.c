// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page **pages;
	unsigned long nr;
};

static void drop(struct queue *q)
{
	unpin_user_pages_dirty_lock(q->pages, q->nr, true); /* expect: atomic-dirty */
}

void queue_done(struct queue *q)
{
	rcu_read_lock();
	drop(q);
	rcu_read_unlock();
}
