// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct engine {
	struct work_struct work;
	struct page *page;
};

static void finish(struct work_struct *work)
{
	struct engine *e = (struct engine *)work;

	set_page_dirty_lock(e->page);
	unpin_user_page(e->page);
}

/* The interrupt leaves it to a work item. */
static irqreturn_t engine_irq(int irq, void *data)
{
	struct engine *e = data;

	schedule_work(&e->work);
	return IRQ_HANDLED;
}

int engine_start(struct engine *e, unsigned int irq)
{
	e->work.func = finish;
	return request_irq(irq, engine_irq, 0, "engine", e);
}
