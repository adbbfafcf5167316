// SPDX-License-Identifier: GPL-2.0-or-later
/* Loops that unpin: those that one call replaces, and those that must stay. */
#include <linux/mm.h>

void plain(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		put_user_page(pages[i]);
}

