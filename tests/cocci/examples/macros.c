// SPDX-License-Identifier: GPL-2.0-or-later
/* Bodies of macros are no calls; arguments of macros are. */
#define DROP(page) put_page(page)
#define DROP_ALL(pages, n)                      \
	do {                                    \
		unpin_user_pages(pages, n);     \
		put_page((pages)[0]);           \
	} while (0)
#define put_user_page(page) unpin_user_page(page)
#define RELEASE folio_put
  #  define INDENTED(page) \
	folio_put(page)

static void uses(struct page **pages, int n)
{
#define LOCAL(page) unpin_user_page(page)
	DROP(pages[0]);
	DROP_ALL(pages, n);
	LOCAL(pages[1]);
	CHECK(get_user_pages(0, 1, 0, pages) == 1); // want: get_user_pages uses
	TRACE("%d", pin_user_pages(0, 1, 0, pages)); // want: pin_user_pages uses
	put_user_page(pages[1]); // want: put_user_page uses
}
