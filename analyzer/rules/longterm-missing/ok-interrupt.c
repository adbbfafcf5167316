// SPDX-License-Identifier: GPL-2.0-or-later
/* An I/O that the device ends: case 1. */
#include "mini/gup.h"

struct transfer {
	struct page **pages;
	int nr;
};

static irqreturn_t transfer_done(int irq, void *data)
{
	struct transfer *t = data;

	unpin_user_pages(t->pages, t->nr);
	return IRQ_HANDLED;
}

int transfer_start(struct transfer *t, unsigned long uaddr, int nr, unsigned int irq)
{
	int got, ret = request_irq(irq, transfer_done, 0, "transfer", t);

	if (ret)
		return ret;
	got = pin_user_pages_fast(uaddr, nr, 0, t->pages);
	if (got <= 0)
		return -EFAULT;
	t->nr = got;
	return 0;
}
