// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages that are dropped by a function which shares no more than a member with the one that takes them:
 * by 15-reach.sh. */
#include "mini/gup.h"

struct buffer;

struct operations {
	void (*close)(struct buffer *b);
};
struct buffer {
	struct page **pages;
	unsigned int nr;
	const struct operations *ops;
};

int fill(struct buffer *b, unsigned long start);
int fill(struct buffer *b, unsigned long start)
{
	int n = pin_user_pages_fast(start, b->nr, FOLL_WRITE, b->pages);

	return n == (int)b->nr ? 0 : -EFAULT;
}

static void drop(struct buffer *b)
{
	unsigned int i;

	for (i = 0; i < b->nr; i++)
		put_page(b->pages[i]); /* storage */
}

static void buffer_close(struct buffer *b)
{
	drop(b);
	kfree(b->pages);
}

const struct operations buffer_operations = { .close = buffer_close };

/* nothing to do with any of it */
int other(int *x);
int other(int *x)
{
	return *x + undeclared;
}
