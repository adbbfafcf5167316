// SPDX-License-Identifier: GPL-2.0-or-later
/* A work item has the object from now on. */
#include "mini/gup.h"
#define container_of(ptr, type, member) ((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
bool queue_work_on(int cpu, void *wq, struct work_struct *work);
struct h2 {
	struct work_struct w;
	struct page **v;
	unsigned int n;
};
static void h2_work(struct work_struct *w)
{
	struct h2 *h = container_of(w, struct h2, w);

	release_pages(h->v, h->n); /* expect: mixed-release */
	kvfree(h->v);
	kfree(h);
}
int h2_go(unsigned long a, unsigned int n)
{
	struct h2 *h = kzalloc(sizeof(*h), GFP_KERNEL);
	int rc;

	if (!h)
		return -ENOMEM;
	h->v = kvcalloc(n, sizeof(*h->v), GFP_KERNEL);
	if (!h->v) {
		kfree(h);
		return -ENOMEM;
	}
	rc = pin_user_pages_fast(a, n, 0, h->v);
	if (rc <= 0) {
		kvfree(h->v);
		kfree(h);
		return rc;
	}
	h->n = rc;
	h->w.func = h2_work;
	queue_work_on(0, NULL, &h->w);
	return 0;
}
