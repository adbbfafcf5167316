// SPDX-License-Identifier: GPL-2.0-or-later
/* What was just allocated is not the object that others share. */
#include "mini/gup.h"

struct map {
	int nr;
	struct page *pages[16];
};

struct ctx {
	struct map *dummy;
	struct map *used;
};

static void map_drop(struct ctx *c, struct map *m)
{
	if (m != c->dummy) {
		unpin_user_pages(m->pages, m->nr);
		kfree(m);
	}
}

static int map_make(struct map **out, unsigned long addr)
{
	struct map *m = kmalloc(sizeof(*m), GFP_KERNEL);
	int ret;

	if (!m)
		return -ENOMEM;
	ret = pin_user_pages_fast(addr, 16, FOLL_LONGTERM, m->pages);
	if (ret <= 0) {
		kfree(m);
		return -EFAULT;
	}
	m->nr = ret;
	*out = m;
	return 0;
}

int ctx_fill(struct ctx *c, unsigned long addr)
{
	struct map *m;
	int ret = map_make(&m, addr);

	if (ret)
		return ret;
	if (!hw_ready()) {
		map_drop(c, m);
		return -EIO;
	}
	c->used = m;
	return 0;
}
