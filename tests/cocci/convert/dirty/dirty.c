// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages marked dirty and unpinned: what one call does, and what must stay. */
#include <linux/mm.h>

void always(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}

void through_variable(struct buf *buf, bool dirty)
{
	struct page *page;
	int i;

	for (i = 0; i < buf->nr; i++) {
		page = buf->pages[i];
		if (dirty && !PageReserved(page))
			set_page_dirty_lock(page);
		unpin_user_page(page);
	}
}

void inner(struct buf *buf)
{
	for (int i = 0; i < buf->nr; i++) {
		struct page *page = buf->pages[i];

		if (buf->flags & BUF_WRITTEN)
			set_page_dirty_lock(page);
		unpin_user_page(page);
	}
}

void tested(struct buf *buf)
{
	int i;

	for (i = 0; i < buf->nr; i++) {
		if (!PageDirty(buf->pages[i]))
			set_page_dirty_lock(buf->pages[i]);
		unpin_user_page(buf->pages[i]);
	}
}

void one(struct buf *buf, struct page *page)
{
	set_page_dirty_lock(page);
	unpin_user_page(page);
	if (buf->dir != DMA_TO_DEVICE)
		set_page_dirty_lock(buf->header);
	unpin_user_page(buf->header);
}

void two_arms(struct buf *buf, bool write)
{
	int i;

	if (write) {
		for (i = 0; i < buf->nr; i++) {
			set_page_dirty_lock(buf->pages[i]);
			unpin_user_page(buf->pages[i]);
		}
	} else {
		unpin_user_pages(buf->pages, buf->nr);
	}
}

void first_all_dirty(struct buf *buf, bool write)
{
	int i;

	if (write)
		for (i = 0; i < buf->nr; i++)
			set_page_dirty_lock(buf->pages[i]);
	unpin_user_pages(buf->pages, buf->nr);
}

void clearing(struct page **pages, int nr, bool dirty)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (dirty)
			set_page_dirty_lock(pages[i]);

		unpin_user_page(pages[i]);
		pages[i] = NULL;
	}
}

/* From here on nothing changes. */

void no_address(struct scatterlist *sg)
{
	set_page_dirty_lock(sg_page(sg));
	unpin_user_page(sg_page(sg));
}

void got(struct page *page)
{
	set_page_dirty_lock(page);
	put_page(page);
}

void not_locking(struct page *page)
{
	set_page_dirty(page);
	unpin_user_page(page);
}

void by_page(struct page **pages, int nr, unsigned long *bits)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (test_bit(i, bits))
			set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}

void explained(struct page *page)
{
	set_page_dirty_lock(page);
	/* the device is off by now */
	unpin_user_page(page);
}

void part_of_arm(struct page *page, bool write)
{
	if (write) {
		flush_dcache_page(page);
		set_page_dirty_lock(page);
	}
	unpin_user_page(page);
}

void otherwise(struct page *page, int how)
{
	if (how == 1)
		mark_page_accessed(page);
	else if (how == 2)
		set_page_dirty_lock(page);
	unpin_user_page(page);
}

int unchecked(struct buf *buf, unsigned long addr, int nr)
{
	int i, ret;

	ret = pin_user_pages_fast(addr, nr, FOLL_WRITE, buf->pages);
	for (i = 0; i < ret; i++) {
		set_page_dirty_lock(buf->pages[i]);
		unpin_user_page(buf->pages[i]);
	}
	return 0;
}
