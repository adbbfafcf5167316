// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct engine {
	struct page *page;
};

static irqreturn_t engine_irq(int irq, void *data)
{
	struct engine *e = data;

	set_page_dirty_lock(e->page); /* expect: atomic-dirty */
	unpin_user_page(e->page);
	return IRQ_HANDLED;
}

int engine_start(struct engine *e, unsigned int irq)
{
	return request_irq(irq, engine_irq, 0, "engine", e);
}
