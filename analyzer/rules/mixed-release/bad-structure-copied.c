// SPDX-License-Identifier: GPL-2.0-or-later
/* A page in a local structure that is copied as a whole. */
#include "mini/gup.h"
struct k8 {
	struct page *p;
	int off;
};
struct q {
	struct k8 slot[8];
	int n;
};
void add(struct q *q, unsigned long a)
{
	struct k8 t = { .off = 1 };

	if (pin_user_pages_fast(a, 1, FOLL_LONGTERM, &t.p) != 1)
		return;
	q->slot[q->n++] = t;
}
void del(struct q *q)
{
	put_page(q->slot[--q->n].p); /* expect: mixed-release */
}
