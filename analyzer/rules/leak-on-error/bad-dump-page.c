// SPDX-License-Identifier: GPL-2.0-or-later
/* A page or NULL; the early return drops nothing. */
#include "mini/gup.h"

int dump_word(unsigned long addr, unsigned long *out)
{
	struct page *page = get_dump_page(addr);
	unsigned long *p;

	if (!page)
		return 0;
	if (offset_in_page(addr) > PAGE_SIZE - sizeof(*out))
		return -EINVAL; /* expect: leak-on-error */
	p = kmap_local_page(page);
	*out = p[offset_in_page(addr) / sizeof(*p)];
	kunmap_local(p);
	put_page(page);
	return 0;
}
