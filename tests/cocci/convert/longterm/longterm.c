// SPDX-License-Identifier: GPL-2.0-or-later
/* Pins that outlive the call, and pins that do not. */
#include <linux/mm.h>

int buf_register(struct buf *buf, unsigned long addr, bool write)
{
	buf->nr = pin_user_pages_fast(addr, buf->want, write ? FOLL_WRITE : 0, buf->pages);
	return buf->nr < 0 ? buf->nr : 0;
}

void buf_unregister(struct buf *buf)
{
	unpin_user_pages(buf->pages, buf->nr);
}

/* Pinned and unpinned within one call of run(). */
static int start(struct job *job, unsigned long addr)
{
	return pin_user_pages_fast(addr, 1, FOLL_WRITE, &job->page);
}

static void finish(struct job *job)
{
	unpin_user_page(job->page);
}

int run(struct job *job, unsigned long addr)
{
	if (start(job, addr) != 1)
		return -EFAULT;
	finish(job);
	return 0;
}

int arities(struct mm_struct *mm, unsigned long addr, struct page **pages)
{
	pin_user_pages(addr, 4, FOLL_WRITE | FOLL_FORCE, pages);
	pin_user_pages(addr, 4, 0, pages, NULL);
	pin_user_pages_unlocked(addr, 4, pages, gup_flags);
	pin_user_pages_remote(mm, addr, 4, 0, pages, NULL);
	pin_user_pages_remote(mm, addr, 4, FOLL_WRITE, pages, NULL, NULL);
	pin_user_pages_remote(current, mm, addr, 4, FOLL_WRITE, pages, NULL, NULL);
	get_user_pages_fast(addr, 4, 1, pages);
	pin_user_pages_fast(addr, 4,
			    FOLL_WRITE,
			    pages);
	pin_user_pages_fast(addr, 4, FOLL_WRITE | FOLL_LONGTERM, pages);
	return pin_user_pages_fast(addr, 4, 0, pages);
}
