// SPDX-License-Identifier: GPL-2.0-or-later
/* Every acquire and every release in every arity that there was; guided. */
#include <linux/mm.h>

int take(struct mm_struct *mm, unsigned long addr, struct page **pages, struct page **page)
{
	long n;

	n = get_user_pages(addr, 4, FOLL_WRITE, pages);
	n = get_user_pages(addr, 4, FOLL_WRITE, pages, NULL);
	n = get_user_pages_fast(addr, 4, 1, pages);
	n = get_user_pages_fast_only(addr, 4, 0, pages);
	n = get_user_pages_locked(addr, 4, 0, pages, &locked);
	n = get_user_pages_remote(mm, addr, 4, FOLL_FORCE,
				  pages, &locked);
	n = get_user_pages_remote(mm, addr, 4, FOLL_FORCE, pages, NULL, &locked);
	n = get_user_pages_remote(current, mm, addr, 4, FOLL_FORCE, pages, NULL, &locked);
	n = get_user_pages_unlocked(addr, 4, pages, FOLL_WRITE);
	if (get_user_page_fast_only(addr, 0, page))
		return 1;
	if (!get_user_page_fast_only(addr, 0, page))
		return 0;
	return n;
}

void drop(struct page **pages, struct page *page, struct folio *folio, int n)
{
	struct sg_page_iter piter;
	int i;

	put_page(page); put_page(pages[0]);
	put_page(pages[n - 1]);	/* the last one */
	for (i = 0; i < n; i++) {
		if (pages[i])
			put_page(pages[i]);
		pages[i] = NULL;
	}
	while (n--)
		put_page(pages[n]);
	for_each_sg_page(sgl, &piter, n, 0)
		put_page(sg_page_iter_page(&piter));
	release_pages(pages, n);
	folio_put(folio);
	folio_put_refs(page_folio(page), n);
	put_user_page(page);
	put_user_pages(pages, n);
	put_user_pages_dirty_lock(pages, n, true);
}

/* Not on the list. */
void others(struct page *page, struct folio *folio)
{
	put_page(page);
	folio_put(folio);
	release_pages(&page, 1);
}
