// SPDX-License-Identifier: GPL-2.0-or-later
/* What a call through the field may mean. */
#include "ops.h"

static void fast_drop(struct page **pages, int nr)
{
	unpin_user_pages(pages, nr);
}

static void slow_drop(struct page **pages, int nr)
{
	for (int i = 0; i < nr; i++)
		put_page(pages[i]);
}

const struct ops fast_ops = { .drop = fast_drop };
const struct ops slow_ops = { .drop = slow_drop };
