// SPDX-License-Identifier: GPL-2.0-or-later
/* The way that keeps the pages is one that the author holds impossible, and says so. */
#include "mini/gup.h"

struct vec {
	bool got;
	int nr;
	struct page *pages[16];
};

static void vec_put(struct vec *v)
{
	struct page **pages = v->pages;

	if (!v->got)
		return;
	if (WARN_ON(IS_ERR(pages)))
		return;
	unpin_user_pages(pages, v->nr);
	v->got = false;
}

int look(unsigned long addr)
{
	struct vec v;
	int ret = pin_user_pages_fast(addr, 16, 0, v.pages);

	if (ret <= 0)
		return -EFAULT;
	v.got = true;
	v.nr = ret;
	hw_submit(v.pages, ret);
	hw_wait();
	vec_put(&v);
	return ret == 16 ? 0 : -EIO;
}
