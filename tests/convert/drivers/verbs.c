// SPDX-License-Identifier: GPL-2.0-or-later
/* An infiniband adapter of old: gets in pieces, gives back what it has so far. */
#include "kernel.h"

struct verbs_region {
	struct device *dev;
	struct page **pages;
	size_t npages;
};

int verbs_get_user_pages(unsigned long start_page, size_t num_pages, struct page **p);
void verbs_release_user_pages(struct page **p, size_t num_pages);
int verbs_register(struct verbs_region *r, unsigned long start, size_t n);
void verbs_unregister(struct verbs_region *r);

static void __verbs_release_user_pages(struct page **p, size_t num_pages, int dirty)
{
	size_t i;

	for (i = 0; i < num_pages; i++) {
		if (dirty)
			set_page_dirty_lock(p[i]);
		put_page(p[i]);
	}
}

int verbs_get_user_pages(unsigned long start_page, size_t num_pages, struct page **p)
{
	unsigned long locked = num_pages;
	size_t got;
	int ret;

	if (locked > 65536) {
		ret = -ENOMEM;
		goto bail;
	}
	mmap_read_lock(current->mm);
	for (got = 0; got < num_pages; got += ret) {
		ret = get_user_pages(start_page + got * PAGE_SIZE, num_pages - got, FOLL_WRITE | FOLL_FORCE, p + got);
		if (ret < 0) {
			mmap_read_unlock(current->mm);
			goto bail_release;
		}
	}
	mmap_read_unlock(current->mm);
	return 0;
bail_release:
	__verbs_release_user_pages(p, got, 0);
bail:
	return ret;
}

void verbs_release_user_pages(struct page **p, size_t num_pages)
{
	__verbs_release_user_pages(p, num_pages, 1);
}

int verbs_register(struct verbs_region *r, unsigned long start, size_t n)
{
	int ret;

	r->pages = kcalloc(n, sizeof(*r->pages), GFP_KERNEL);
	if (!r->pages)
		return -ENOMEM;
	ret = verbs_get_user_pages(start, n, r->pages);
	if (ret) {
		kfree(r->pages);
		return ret;
	}
	r->npages = n;
	dma_map_page(r->dev, r->pages[0], 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return 0;
}

void verbs_unregister(struct verbs_region *r)
{
	verbs_release_user_pages(r->pages, r->npages);
	kfree(r->pages);
}
