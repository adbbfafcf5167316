// SPDX-License-Identifier: GPL-2.0-or-later
/* The callers live in another file than the calls that take and drop the pages. */
#include "buf.h"

int uses_well(unsigned long addr)
{
	struct page *pages[4];
	int ret = buf_pin(addr, 4, pages);

	if (ret)
		return ret;
	ret = buf_use(pages, 4);
	buf_unpin(pages, 4);
	return ret;
}

int leaks(unsigned long addr)
{
	struct page *pages[4];
	int ret = buf_pin(addr, 4, pages);

	if (ret)
		return ret;
	if (!pages[0]->mapping)
		return -EINVAL; /* expect: leak-on-error */
	buf_unpin(pages, 4);
	return 0;
}

int drops_wrongly(unsigned long addr)
{
	struct page *pages[4];
	int ret = buf_pin(addr, 4, pages);

	if (ret)
		return ret;
	release_pages(pages, 4); /* expect: mixed-release */
	return 0;
}

int drops_twice(unsigned long addr)
{
	struct page *pages[4];
	int ret = buf_pin(addr, 4, pages);

	if (ret)
		return ret;
	unpin_user_pages(pages, 4);
	buf_unpin(pages, 4);
	return 0;
}
