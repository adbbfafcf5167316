// SPDX-License-Identifier: GPL-2.0-or-later
/* One reference more, for a reader that drops it through the same function. */
#include "kernel.h"

struct shared_page {
	struct device *dev;
	struct page *page;
};

int shared_open(struct shared_page *s, unsigned long addr);
struct page *shared_read(struct shared_page *s);
void shared_done(struct page *page);
void shared_close(struct shared_page *s);

int shared_open(struct shared_page *s, unsigned long addr)
{
	if (get_user_pages_fast(addr, 1, FOLL_WRITE, &s->page) != 1)
		return -EFAULT;
	dma_map_page(s->dev, s->page, 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

struct page *shared_read(struct shared_page *s)
{
	get_page(s->page);
	return s->page;
}

void shared_done(struct page *page)
{
	put_page(page);
}

void shared_close(struct shared_page *s)
{
	shared_done(s->page);
	s->page = NULL;
}
