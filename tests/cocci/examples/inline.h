/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inline functions of a header: what they define, others call. */
#ifndef EXAMPLE_INLINE_H
#define EXAMPLE_INLINE_H

static inline void put_page(struct page *page)
{
	folio_put(page_folio(page)); // want: folio_put put_page
}

static inline void put_twice(struct page *page)
{
	put_page(page); // want: put_page put_twice
	put_page(page); // want: put_page put_twice
}

#endif
