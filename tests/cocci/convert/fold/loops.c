// SPDX-License-Identifier: GPL-2.0-or-later
/* Loops that unpin: those that one call replaces, and those that must stay. */
#include <linux/mm.h>

void plain(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		unpin_user_page(pages[i]);
}

void plain_braces(struct buf *buf)
{
	int i, unused_elsewhere = 0;

	for (i = 0; i < buf->nr; ++i) {
		unpin_user_page(buf->pages[i]);
	}
	buf->nr = unused_elsewhere;
}

void through_variable(struct buf *buf)
{
	struct page *page;
	unsigned int i;

	for (i = 0; i < buf->nr; i++) {
		page = buf->pages[i];
		unpin_user_page(page);
	}
	kfree(buf->pages);
}

void inner(struct buf *buf)
{
	for (int i = 0; i < buf->nr; i++) {
		struct page *page = buf->pages[i];

		unpin_user_page(page);
	}
}

void backwards(struct buf *buf)
{
	int i;

	for (i = buf->nr - 1; i >= 0; i--)
		unpin_user_page(buf->pages[i]);
}

int counting_down(struct buf *buf, unsigned long addr, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		if (pin_user_pages_fast(addr, 1, 0, &buf->pages[i]) != 1)
			goto undo;
	return 0;
undo:
	while (i--)
		unpin_user_page(buf->pages[i]);
	return -EFAULT;
}

int counting_down_too(struct buf *buf, int i)
{
	if (buf->failed) {
		while (--i >= 0)
			unpin_user_page(buf->pages[i]);
	}
	return -EFAULT;
}

int counting_inside(struct buf *buf, int i)
{
	while (i > 0)
		unpin_user_page(buf->pages[--i]);
	return -EFAULT;
}

void both_arms(struct buf *buf)
{
	int i;

	if (buf->mapped) {
		for (i = 0; i < buf->nr; i++)
			unpin_user_page(buf->pages[i]);
	} else {
		kfree(buf);
	}
}

void long_arm(struct buf *buf)
{
	int i;

	if (buf->mapped) {
		for (i = 0; i < buf->nr; i++)
			unpin_user_page(buf->pages[i]);
	} else {
		kfree(buf->pages);
		kfree(buf);
	}
}

int checked(struct buf *buf, unsigned long addr, int nr)
{
	int i, ret;

	ret = pin_user_pages_fast(addr, nr, 0, buf->pages);
	if (ret < 0)
		return ret;
	for (i = 0; i < ret; i++)
		unpin_user_page(buf->pages[i]);
	return 0;
}

/* From here on nothing changes. */

int read_later(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		unpin_user_page(pages[i]);
	return i;
}

void explained(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		/* the first one last would be wrong */
		unpin_user_page(pages[i]);
	}
}

int unchecked(struct buf *buf, unsigned long addr, int nr)
{
	int i, ret;

	ret = pin_user_pages_fast(addr, nr, 0, buf->pages);
	if (ret == nr)
		return 0;
	for (i = 0; i < ret; i++)
		unpin_user_page(buf->pages[i]);
	return -EFAULT;
}

void with_holes(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		if (pages[i])
			unpin_user_page(pages[i]);
	}
}

void clearing(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++) {
		unpin_user_page(pages[i]);
		pages[i] = NULL;
	}
}

void every_other(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i += 2)
		unpin_user_page(pages[i]);
}

void got(struct page **pages, int nr)
{
	int i;

	for (i = 0; i < nr; i++)
		put_page(pages[i]);
}

void counted_in_field(struct buf *buf)
{
	while (buf->nr--)
		unpin_user_page(buf->pages[buf->nr]);
}

int unchecked_down(struct buf *buf, unsigned long addr, int nr)
{
	int ret = -EINVAL;

	if (nr)
		ret = pin_user_pages_fast(addr, nr, 0, buf->pages);
	while (--ret >= 0)
		unpin_user_page(buf->pages[ret]);
	return 0;
}

/* The call is one, the braces stay: what they hold is explained. */
void explained_behind(struct buf *buf)
{
	if (buf->nr > 0) {
		for (int i = 0; i < buf->nr; i++)
			unpin_user_page((buf->pages + 1)[i]);
		/*
		 * Nobody else holds them.
		 */
	} else {
		kfree(buf);
	}
}
