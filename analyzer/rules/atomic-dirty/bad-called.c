// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct engine {
	struct timer_list timer;
	struct sg_table sgt;
};

/* What the timer calls runs where the timer runs. */
static void finish(struct engine *e)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sgtable_sg(&e->sgt, sg, i)
		set_page_dirty_lock(sg_page(sg)); /* expect: atomic-dirty */
}

static void poll(struct timer_list *t)
{
	struct engine *e = (struct engine *)t;

	if (hw_ready())
		finish(e);
}

void engine_init(struct engine *e)
{
	e->timer.function = poll;
}
