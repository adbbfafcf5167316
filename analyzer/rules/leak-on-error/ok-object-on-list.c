// SPDX-License-Identifier: GPL-2.0-or-later
/* The new object with the pages in it is put on a list by a call. */
#include "mini/gup.h"

struct list_head {
	struct list_head *next, *prev;
};
void list_add(struct list_head *new, struct list_head *head);
struct buffer {
	struct list_head list;
	struct page *page;
};

int buffer_add(struct list_head *all, unsigned long uaddr)
{
	struct buffer *b = kzalloc(sizeof(*b), GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	if (pin_user_pages_fast(uaddr, 1, FOLL_WRITE | FOLL_LONGTERM, &b->page) != 1) {
		kfree(b);
		return -EFAULT;
	}
	list_add(&b->list, all);
	return 0;
}
