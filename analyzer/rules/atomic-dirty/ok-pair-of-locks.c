// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t *send, *receive;
	struct page **pages;
	unsigned long nr;
};

static void lock_both(struct queue *q)
{
	spin_lock(q->send);
	if (q->send != q->receive)
		spin_lock(q->receive);
}

static void unlock_both(struct queue *q)
{
	if (q->send != q->receive)
		spin_unlock(q->receive);
	spin_unlock(q->send);
}

void queue_destroy(struct queue *q)
{
	lock_both(q);
	hw_wait();
	unlock_both(q);
	unpin_user_pages_dirty_lock(q->pages, q->nr, true);
}
