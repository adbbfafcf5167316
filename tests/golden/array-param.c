// SPDX-License-Identifier: GPL-2.0-or-later
/* A parameter that is written as an array is a pointer. */
struct page;
struct buf {
	int size;
};
typedef int four[4];
void unpin_user_pages(struct page **pages, unsigned long npages);
int set_page_dirty_lock(struct page *page);

int f(struct page *pages[], unsigned int nr, struct buf b[3], int m[][5], four t)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		set_page_dirty_lock(pages[i]);
	unpin_user_pages(pages + 1, nr - 1);
	pages++;
	t[2] = 1;
	return b[1].size + m[2][1] + (b + 1)->size;
}
