// SPDX-License-Identifier: GPL-2.0-or-later
/* A file with functions of its own that bear names of the kernel's. */
static int pin_user_pages(unsigned long first, unsigned long last, int write, struct page **pages)
{
	return get_user_pages_fast(first, last - first, write, pages); // want: get_user_pages_fast pin_user_pages
}

static inline void unpin_user_pages(struct page **pages, int n)
{
	while (n--)
		put_page(pages[n]); // want: put_page unpin_user_pages
}

static int transfer(unsigned long first, unsigned long last, struct page **pages)
{
	int n = pin_user_pages(first, last, 1, pages); // want: pin_user_pages transfer own

	if (n > 0)
		unpin_user_pages(pages, n); // want: unpin_user_pages transfer own
	return n;
}
