// SPDX-License-Identifier: GPL-2.0-or-later
/* Buffers shared with a daemon: long kept, written by both sides, never marked. */
#include "kernel.h"

struct bufmap {
	struct page **page_array;
	int page_count;
};

static struct bufmap *bufmap_current;

int bufmap_init(unsigned long ptr, int pages);
void bufmap_finalize(void);
void bufmap_write(int slot, const void *from, size_t n);

static void bufmap_unmap(struct bufmap *bufmap)
{
	int i;

	for (i = 0; i < bufmap->page_count; i++)
		put_page(bufmap->page_array[i]);
}

static void bufmap_free(struct bufmap *bufmap)
{
	kfree(bufmap->page_array);
	kfree(bufmap);
}

static int bufmap_map(struct bufmap *bufmap, unsigned long ptr)
{
	int i, ret;

	/* map the pages */
	ret = get_user_pages_fast(ptr, bufmap->page_count, FOLL_WRITE, bufmap->page_array);
	if (ret < 0)
		return ret;

	if (ret != bufmap->page_count) {
		for (i = 0; i < ret; i++) {
			flush_dcache_page(bufmap->page_array[i]);
			put_page(bufmap->page_array[i]);
		}
		return -ENOMEM;
	}

	for (i = 0; i < bufmap->page_count; i++)
		flush_dcache_page(bufmap->page_array[i]);
	return 0;
}

int bufmap_init(unsigned long ptr, int pages)
{
	struct bufmap *bufmap = kzalloc(sizeof(*bufmap), GFP_KERNEL);
	int ret = -ENOMEM;

	if (!bufmap)
		return -ENOMEM;
	bufmap->page_count = pages;
	bufmap->page_array = kcalloc(pages, sizeof(struct page *), GFP_KERNEL);
	if (!bufmap->page_array)
		goto out;
	ret = bufmap_map(bufmap, ptr);
	if (ret)
		goto out_free;
	bufmap_current = bufmap;
	return 0;
out_free:
	kfree(bufmap->page_array);
out:
	kfree(bufmap);
	return ret;
}

void bufmap_write(int slot, const void *from, size_t n)
{
	void *to = kmap_local_page(bufmap_current->page_array[slot]);

	memcpy(to, from, n);
	kunmap_local(to);
}

void bufmap_finalize(void)
{
	struct bufmap *bufmap = bufmap_current;

	bufmap_current = NULL;
	bufmap_unmap(bufmap);
	bufmap_free(bufmap);
}
