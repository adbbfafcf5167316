// SPDX-License-Identifier: GPL-2.0-or-later
/* A shortage that is thought impossible. */
#include "mini/gup.h"

int must_have_all(unsigned long uaddr, int nr, struct page **out)
{
	struct page *pages[4];
	int ret;

	nr = min(nr, 4);
	ret = get_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);
	if (WARN_ON(ret != nr))
		return -EFAULT; /* expect: partial-leak */
	release_pages(pages, nr);
	return 0;
}
