// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper makes the array; that there is one says that there are pages. */
#include "mini/gup.h"

int wait_for_slot(void);

static int get_mapped(struct page ***pages, struct iov_iter *data, int count, size_t *offs,
		      int *need_drop)
{
	int n;

	if (wait_for_slot())
		return -EIO;
	n = iov_iter_get_pages_alloc2(data, pages, count, offs);
	if (n < 0)
		return n;
	*need_drop = 1;
	return n;
}

int request(struct iov_iter *in, struct iov_iter *out, int len)
{
	struct page **in_pages = NULL, **out_pages = NULL;
	int need_drop = 0, in_nr = 0, out_nr = 0, n = 0;
	size_t offs = 0;

	if (out) {
		n = get_mapped(&out_pages, out, len, &offs, &need_drop);
		if (n < 0)
			goto out;
		out_nr = DIV_ROUND_UP(n + offs, PAGE_SIZE);
	} else if (in) {
		n = get_mapped(&in_pages, in, len, &offs, &need_drop);
		if (n < 0)
			goto out;
		in_nr = DIV_ROUND_UP(n + offs, PAGE_SIZE);
	}
	hw_wait();
out:
	if (need_drop && in_pages)
		release_pages(in_pages, in_nr);
	if (need_drop && out_pages)
		release_pages(out_pages, out_nr);
	kvfree(in_pages);
	kvfree(out_pages);
	return n;
}
