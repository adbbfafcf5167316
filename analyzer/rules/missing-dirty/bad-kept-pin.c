// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

struct shared {
	struct page **pages;
	int nr;
};

/* Nobody is seen to write, but that is what the pages are taken for, and they are kept. */
int shared_take(struct shared *s, unsigned long addr, int nr)
{
	int got = pin_user_pages_fast(addr, nr, FOLL_WRITE | FOLL_LONGTERM, s->pages);

	if (got < 0)
		return got;
	s->nr = got;
	return 0;
}

void shared_drop(struct shared *s)
{
	unpin_user_pages(s->pages, s->nr); /* expect: missing-dirty */
}
