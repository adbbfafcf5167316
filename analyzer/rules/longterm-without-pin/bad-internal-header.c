// SPDX-License-Identifier: GPL-2.0-or-later
/* A driver of 6.3 and later does not see FOLL_PIN. */
enum {
	FOLL_WRITE = 1 << 0,
	FOLL_LONGTERM = 1 << 8,
	FOLL_PCI_P2PDMA = 1 << 10,
};
struct page;
int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
void put_page(struct page *page);

int hold(unsigned long uaddr, struct page **page)
{
	if (get_user_pages_fast(uaddr, 1, FOLL_LONGTERM, page) != 1) /* expect: longterm-without-pin */
		return -14;
	put_page(*page);
	return 0;
}
