// SPDX-License-Identifier: GPL-2.0-or-later
/* The last round failed, and the count says how many came before. */
#include "mini/gup.h"
struct frq {
	struct page **pages;
	unsigned int num;
	bool unpin;
};
static int take(struct frq *q, struct iov_iter *it, size_t n)
{
	size_t bytes = 0, start;
	ssize_t rc = 0;

	while (bytes < n) {
		struct page **pt = &q->pages[q->num];

		rc = iov_iter_extract_pages(it, &pt, n - bytes, 32 - q->num, 0, &start);
		if (rc < 0)
			break;
		bytes += rc;
		q->num += DIV_ROUND_UP(rc + start, PAGE_SIZE);
	}
	q->unpin = iov_iter_extract_will_pin(it);
	return rc < 0 ? rc : 0;
}
static void drop(struct frq *q)
{
	unsigned int i;

	for (i = 0; i < q->num; i++)
		if (q->unpin)
			unpin_user_page(q->pages[i]);
}
ssize_t io(struct iov_iter *it, size_t n)
{
	struct frq *q = kzalloc(sizeof(*q), GFP_KERNEL);
	int rc;

	if (!q)
		return -ENOMEM;
	q->pages = kcalloc(32, sizeof(*q->pages), GFP_KERNEL);
	if (!q->pages) {
		kfree(q);
		return -ENOMEM;
	}
	rc = take(q, it, n);
	drop(q);
	kfree(q->pages);
	kfree(q);
	return rc;
}
