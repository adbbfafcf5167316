// SPDX-License-Identifier: GPL-2.0-or-later
/* A flag remembers that the pages are gone. */
#include "mini/gup.h"

int work(struct page **pages, unsigned long uaddr, int nr)
{
	bool held = true;
	int ret = pin_user_pages_fast(uaddr, nr, 0, pages);

	if (ret < 0)
		return ret;
	if (hw_ready()) {
		unpin_user_pages(pages, ret);
		held = false;
	}
	hw_wait();
	if (held)
		unpin_user_pages(pages, ret);
	return 0;
}
