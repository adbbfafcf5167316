// SPDX-License-Identifier: GPL-2.0-or-later
/* Pinned pages marked dirty without the page lock. */
#include <linux/mm.h>

void sleeps(struct buf *buf)
{
	int i;

	mutex_lock(&buf->lock);
	for (i = 0; i < buf->nr; i++)
		if (!PageReserved(buf->pages[i]))
			SetPageDirty(buf->pages[i]);
	unpin_user_pages(buf->pages, buf->nr);
	mutex_unlock(&buf->lock);
}

int sleeps_too(struct buf *buf, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, FOLL_WRITE, &page) != 1)
		return -EFAULT;
	poke(page);
	set_page_dirty(page);
	unpin_user_page(page);
	return 0;
}

/* Who knows who calls it: reported only. */
void unknown(struct page *page)
{
	set_page_dirty(page);
	unpin_user_page(page);
}

void atomic(struct buf *buf, struct page *page)
{
	mutex_lock(&buf->lock);
	spin_lock(&buf->spin);
	set_page_dirty(page);
	unpin_user_page(page);
	spin_unlock(&buf->spin);
	mutex_unlock(&buf->lock);
}

/* Right as it is: the page lock is held, or the page is not pinned. */
void locked(struct page *page)
{
	lock_page(page);
	set_page_dirty(page);
	unlock_page(page);
	unpin_user_page(page);
}

void got(struct page *page)
{
	might_sleep();
	set_page_dirty(page);
	put_page(page);
}
