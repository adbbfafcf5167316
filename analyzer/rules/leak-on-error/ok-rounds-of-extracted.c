// SPDX-License-Identifier: GPL-2.0-or-later
/* The same of extracted pages, with a flag. */
#include "mini/gup.h"
struct frq {
	struct page **pages;
	unsigned int num;
	bool unpin;
};
static int take(struct frq *q, struct iov_iter *it, size_t *n)
{
	size_t bytes = 0, start;
	ssize_t rc = 0;

	while (bytes < *n && q->num < 32) {
		struct page **pt = &q->pages[q->num];

		rc = iov_iter_extract_pages(it, &pt, *n - bytes, 32 - q->num, 0, &start);
		if (rc < 0)
			break;
		bytes += rc;
		q->num += DIV_ROUND_UP(rc + start, PAGE_SIZE);
	}
	q->unpin = iov_iter_extract_will_pin(it);
	*n = bytes;
	return rc < 0 ? rc : 0;
}
ssize_t io(struct iov_iter *it, size_t n)
{
	struct frq *q = kzalloc(sizeof(*q), GFP_KERNEL);
	int rc;
	unsigned int i;

	if (!q)
		return -ENOMEM;
	q->pages = kcalloc(32, sizeof(*q->pages), GFP_KERNEL);
	if (!q->pages) {
		kfree(q);
		return -ENOMEM;
	}
	rc = take(q, it, &n);
	if (rc < 0 && !n)
		goto out;
	rc = hw_wait();
out:
	for (i = 0; i < q->num; i++)
		if (q->unpin)
			unpin_user_page(q->pages[i]);
	kfree(q->pages);
	kfree(q);
	return rc;
}
