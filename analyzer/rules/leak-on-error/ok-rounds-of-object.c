// SPDX-License-Identifier: GPL-2.0-or-later
/* How many a helper took stands in an object: a loop over that has as many rounds. */
#include "mini/gup.h"
struct frq {
	struct page **pages;
	unsigned int num;
};
static int take(struct frq *q, unsigned long a, unsigned int n)
{
	int rc = 0;

	while (q->num < n) {
		rc = pin_user_pages_fast(a + q->num * PAGE_SIZE, n - q->num, 0, &q->pages[q->num]);
		if (rc < 0)
			break;
		q->num += rc;
	}
	return rc < 0 ? rc : 0;
}
static void drop(struct frq *q)
{
	unsigned int i;

	for (i = 0; i < q->num; i++)
		unpin_user_page(q->pages[i]);
}
int io(unsigned long a, unsigned int n)
{
	struct frq *q = kzalloc(sizeof(*q), GFP_KERNEL);
	int rc;

	if (!q)
		return -ENOMEM;
	q->pages = kcalloc(n, sizeof(*q->pages), GFP_KERNEL);
	if (!q->pages) {
		kfree(q);
		return -ENOMEM;
	}
	rc = take(q, a, n);
	drop(q);
	kfree(q->pages);
	kfree(q);
	return rc;
}
int io2(unsigned long a, unsigned int n)
{
	struct frq *q = kzalloc(sizeof(*q), GFP_KERNEL);
	int rc;
	unsigned int i;

	if (!q)
		return -ENOMEM;
	q->pages = kcalloc(n, sizeof(*q->pages), GFP_KERNEL);
	if (!q->pages) {
		kfree(q);
		return -ENOMEM;
	}
	rc = take(q, a, n);
	for (i = 0; i < q->num; i++)
		unpin_user_page(q->pages[i]);
	kfree(q->pages);
	kfree(q);
	return rc;
}
