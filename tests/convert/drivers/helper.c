// SPDX-License-Identifier: GPL-2.0-or-later
/* One function drops lists of pages: those of the user, and those that the driver allocates itself. */
#include "kernel.h"

struct helper {
	struct device *dev;
	struct page **user;
	struct page **own;
	int nr;
};

struct page *alloc_page(gfp_t gfp);
int helper_start(struct helper *h, unsigned long addr, int nr);
int helper_bounce(struct helper *h, int nr);
void helper_stop(struct helper *h);

static void drop_list(struct page **list, int n)
{
	while (n--)
		put_page(list[n]);
}

int helper_start(struct helper *h, unsigned long addr, int nr)
{
	int got = get_user_pages_fast(addr, nr, FOLL_WRITE, h->user);

	if (got != nr) {
		if (got > 0)
			drop_list(h->user, got);
		return -EFAULT;
	}
	h->nr = nr;
	dma_map_page(h->dev, h->user[0], 0, PAGE_SIZE, DMA_FROM_DEVICE);
	return 0;
}

int helper_bounce(struct helper *h, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		h->own[i] = alloc_page(GFP_KERNEL);
		if (!h->own[i]) {
			drop_list(h->own, i);
			return -ENOMEM;
		}
	}
	return 0;
}

void helper_stop(struct helper *h)
{
	drop_list(h->user, h->nr);
}
