// SPDX-License-Identifier: GPL-2.0-or-later
/* All callers drop what they get. */
#include "mini/gup.h"

static int take(unsigned long uaddr, int nr, struct page **pages)
{
	int got;

	got = pin_user_pages_fast(uaddr, nr, FOLL_LONGTERM, pages); /* expect: longterm-needless */
	if (got == nr)
		return 0;
	if (got > 0)
		unpin_user_pages(pages, got);
	return -EFAULT;
}

int transfer_two(unsigned long uaddr)
{
	struct page *pages[2];
	int ret = take(uaddr, 2, pages);

	if (ret)
		return ret;
	ret = hw_wait();
	unpin_user_pages(pages, 2);
	return ret;
}

int transfer_four(unsigned long uaddr)
{
	struct page *pages[4];
	int ret = take(uaddr, 4, pages);

	if (ret)
		return ret;
	unpin_user_pages(pages, 4);
	return 0;
}
