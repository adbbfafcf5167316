// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	spinlock_t lock;
	struct page *page;
};

void queue_done(struct queue *q)
{
	if (spin_trylock(&q->lock)) {
		hw_ready();
		spin_unlock(&q->lock);
		return;
	}
	set_page_dirty_lock(q->page);
	unpin_user_page(q->page);
}
