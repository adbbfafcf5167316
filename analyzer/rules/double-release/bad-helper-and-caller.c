// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper that starts the transfer drops the pages when it fails; so does its caller. */
#include "mini/gup.h"

static int start(struct page **pages, int nr)
{
	int err = hw_submit(NULL, nr);

	if (err)
		unpin_user_pages(pages, nr);
	return err;
}

int transfer(struct page **pages, unsigned long uaddr, int nr)
{
	int err, ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	err = start(pages, ret);
	if (err) {
		unpin_user_pages(pages, ret); /* expect: double-release */
		return err;
	}
	hw_wait();
	unpin_user_pages(pages, ret);
	return 0;
}
