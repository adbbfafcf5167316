// SPDX-License-Identifier: GPL-2.0-or-later
#include "mini/gup.h"

int add(struct bio *bio, unsigned long uaddr)
{
	struct page *page;
	int got = get_user_pages_fast(uaddr, 1, 0, &page); /* expect: get-and-access */

	if (got != 1)
		return -EFAULT;
	if (bio_add_page(bio, page, PAGE_SIZE, 0) != PAGE_SIZE) {
		put_page(page);
		return -EIO;
	}
	return 0;
}
