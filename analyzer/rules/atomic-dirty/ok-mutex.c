// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct queue {
	struct mutex lock;
	struct page **pages;
	unsigned long nr;
};

void queue_done(struct queue *q)
{
	mutex_lock(&q->lock);
	unpin_user_pages_dirty_lock(q->pages, q->nr, true);
	mutex_unlock(&q->lock);
}
