// SPDX-License-Identifier: GPL-2.0-or-later
/* The callers of a wrapper of a wrapper. */
#include "mini/gup.h"

long middle(unsigned long addr, unsigned long nr, struct page **pages);

int forgets_part(unsigned long addr)
{
	struct page *pages[8];
	long got = middle(addr, 8, pages);

	if (got != 8)
		return got < 0 ? (int)got : -EFAULT; /* expect: partial-leak */
	unpin_user_pages(pages, 8);
	return 0;
}

int drops_what_it_got(unsigned long addr)
{
	struct page *pages[8];
	long got = middle(addr, 8, pages);

	if (got > 0)
		unpin_user_pages(pages, (unsigned long)got);
	return got == 8 ? 0 : -EFAULT;
}

int drops_an_errno(unsigned long addr)
{
	struct page *pages[8];
	long got = middle(addr, 8, pages);

	unpin_user_pages(pages, (unsigned long)got); /* expect: negative-count */
	return 0;
}
