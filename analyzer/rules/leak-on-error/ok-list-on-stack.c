// SPDX-License-Identifier: GPL-2.0-or-later
/* Objects on a list that begins on the stack. */
#include "mini/gup.h"
#define container_of(ptr, type, member) ((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
struct list_head {
	struct list_head *next, *prev;
};
static inline void list_add_tail(struct list_head *n, struct list_head *h)
{
	n->next = h;
	n->prev = h->prev;
	h->prev->next = n;
	h->prev = n;
}
static inline void list_del(struct list_head *e)
{
	e->next->prev = e->prev;
	e->prev->next = e->next;
}
struct a5 {
	struct list_head l;
	struct page *pg[8];
	int n;
};
int a5_go(unsigned long a, int total)
{
	struct list_head h = { &h, &h };
	struct list_head *e, *t;
	int rc = 0;

	while (total > 0) {
		struct a5 *b = kzalloc(sizeof(*b), GFP_KERNEL);
		if (!b) {
			rc = -ENOMEM;
			break;
		}
		rc = pin_user_pages_fast(a, 8, 0, b->pg);
		if (rc <= 0) {
			kfree(b);
			break;
		}
		b->n = rc;
		list_add_tail(&b->l, &h);
		a += rc * PAGE_SIZE;
		total -= rc;
	}
	for (e = h.next, t = e->next; e != &h; e = t, t = e->next) {
		struct a5 *b = container_of(e, struct a5, l);

		unpin_user_pages(b->pg, b->n);
		list_del(&b->l);
		kfree(b);
	}
	return rc < 0 ? rc : 0;
}
