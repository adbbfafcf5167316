// SPDX-License-Identifier: GPL-2.0-or-later
/* User memory in chunks of scatterlists, on a list. */
#include "kernel.h"

#define CHUNK_ENTS 32

struct chunk {
	struct list_head list;
	int nents;
	struct scatterlist page_list[CHUNK_ENTS];
};

struct chunks {
	struct device *dev;
	struct list_head chunk_list;
	int writable;
};

int chunks_get(struct chunks *c, unsigned long addr, unsigned long npages);
void chunks_release(struct chunks *c);

static void chunks_put_pages(struct list_head *chunk_list, int dirty)
{
	struct chunk *chunk, *tmp;
	struct page *page;
	struct scatterlist *sg;
	int i;

	list_for_each_entry_safe(chunk, tmp, chunk_list, list) {
		for_each_sg(chunk->page_list, sg, chunk->nents, i) {
			page = sg_page(sg);
			if (!PageDirty(page) && dirty)
				set_page_dirty_lock(page);
			put_page(page);
		}
		kfree(chunk);
	}
}

int chunks_get(struct chunks *c, unsigned long addr, unsigned long npages)
{
	struct page **page_list;
	struct scatterlist *sg;
	struct chunk *chunk;
	unsigned long cur_base = addr & PAGE_MASK;
	int ret = 0, off, i;

	page_list = kcalloc(512, sizeof(*page_list), GFP_KERNEL);
	if (!page_list)
		return -ENOMEM;
	mmap_read_lock(current->mm);
	while (npages) {
		ret = get_user_pages(cur_base, min_t(unsigned long, npages, 512), FOLL_FORCE | FOLL_WRITE, page_list);
		if (ret < 0)
			goto out;
		npages -= ret;
		off = 0;
		while (ret) {
			chunk = kmalloc(sizeof(*chunk), GFP_KERNEL);
			if (!chunk) {
				while (ret--)
					put_page(page_list[off++]);
				ret = -ENOMEM;
				goto out;
			}
			chunk->nents = min_t(int, ret, CHUNK_ENTS);
			sg_init_table(chunk->page_list, chunk->nents);
			for_each_sg(chunk->page_list, sg, chunk->nents, i) {
				sg_set_page(sg, page_list[i + off], PAGE_SIZE, 0);
			}
			cur_base += chunk->nents * PAGE_SIZE;
			ret -= chunk->nents;
			off += chunk->nents;
			list_add_tail(&chunk->list, &c->chunk_list);
		}
		ret = 0;
	}
out:
	if (ret < 0)
		chunks_put_pages(&c->chunk_list, 0);
	mmap_read_unlock(current->mm);
	kfree(page_list);
	return ret;
}

void chunks_release(struct chunks *c)
{
	chunks_put_pages(&c->chunk_list, c->writable);
}
