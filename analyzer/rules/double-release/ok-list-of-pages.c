// SPDX-License-Identifier: GPL-2.0-or-later
/* Each round drops the first entry of a list, which is another one each time. */
#include "mini/gup.h"

struct entry {
	struct entry *next;
	struct page *page;
};
struct queue {
	struct entry *first;
};

void drain(struct queue *q)
{
	struct entry *e;

	while (q->first) {
		e = q->first;
		q->first = e->next;
		unpin_user_page(e->page);
		kfree(e);
	}
}
