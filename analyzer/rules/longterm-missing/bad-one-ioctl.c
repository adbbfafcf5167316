// SPDX-License-Identifier: GPL-2.0-or-later
/* The same operation, but not the same call of it. */
#include "mini/gup.h"

struct monitor {
	struct page *page;
};

struct monitor_ops {
	long (*ioctl)(struct monitor *m, unsigned int cmd, unsigned long arg);
};

static long monitor_ioctl(struct monitor *m, unsigned int cmd, unsigned long arg)
{
	struct page *page;
	int got;

	if (cmd == 1) {
		got = pin_user_pages_fast(arg, 1, FOLL_WRITE, &page); /* expect: longterm-missing */
		if (got != 1)
			return -EFAULT;
		m->page = page;
		return 0;
	}
	if (m->page)
		unpin_user_pages_dirty_lock(&m->page, 1, true);
	m->page = NULL;
	return 0;
}

const struct monitor_ops monitor_ops = {
	.ioctl = monitor_ioctl,
};
