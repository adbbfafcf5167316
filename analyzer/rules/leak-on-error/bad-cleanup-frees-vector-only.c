// SPDX-License-Identifier: GPL-2.0-or-later
/* The attribute frees the vector, not the pages in it. */
#include "mini/gup.h"

int checksum(unsigned long uaddr, int nr)
{
	struct page **pages __free(kvfree) = kvmalloc_array(nr, sizeof(*pages), GFP_KERNEL);
	int got;

	if (!pages)
		return -ENOMEM;
	got = get_user_pages_fast(uaddr, nr, 0, pages);
	if (got <= 0)
		return got;
	if (!hw_ready())
		return -EBUSY; /* expect: leak-on-error */
	release_pages(pages, got);
	return 0;
}
