// SPDX-License-Identifier: GPL-2.0-or-later
/* The lock lies in a part of the object, and whoever gets the part gives it back. */
#include "mini/gup.h"

struct queue {
	struct spinlock lock;
	int pending;
};
struct conn {
	int id;
	struct queue q;
};
void queue_and_unlock(struct queue *q);

int send(struct conn *c, unsigned long uaddr)
{
	struct queue *q = &c->q;
	struct page *page;

	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	spin_lock(&q->lock);
	q->pending++;
	queue_and_unlock(q);
	unpin_user_pages_dirty_lock(&page, 1, true);
	return 0;
}
