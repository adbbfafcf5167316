// SPDX-License-Identifier: GPL-2.0-or-later
/* A page table of a device: one page at a time, kept in its entry. */
#include "kernel.h"

struct pt_entry {
	struct page *page;
	dma_addr_t dma_addr;
	int status;
};

struct page_table {
	struct device *dev;
	struct pt_entry *entries;
	struct mutex mutex;
};

int pt_map(struct page_table *pg, unsigned long host_addr, unsigned int slot, unsigned int num_pages);
void pt_unmap(struct page_table *pg, unsigned int slot, unsigned int num_pages);

static bool pt_release_page(struct page *page)
{
	if (!page)
		return false;

	if (!PageReserved(page))
		SetPageDirty(page);
	put_page(page);

	return true;
}

static int pt_perform_mapping(struct page_table *pg, struct pt_entry *ptes, unsigned long host_addr, unsigned int num_pages)
{
	int ret;
	unsigned long offset;
	struct page *page;
	unsigned int i;

	for (i = 0; i < num_pages; i++) {
		unsigned long page_addr = host_addr + i * PAGE_SIZE;

		offset = page_addr & (PAGE_SIZE - 1);
		ret = get_user_pages_fast(page_addr - offset, 1, FOLL_WRITE, &page);
		if (ret <= 0) {
			dev_err(pg->dev, "get user pages failed for addr=%lx [ret=%d]\n", page_addr, ret);
			return ret ? ret : -ENOMEM;
		}
		ptes[i].page = page;

		/* Map the page into DMA space. */
		ptes[i].dma_addr = dma_map_page(pg->dev, page, 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
		if (dma_mapping_error(pg->dev, ptes[i].dma_addr)) {
			if (pt_release_page(ptes[i].page))
				ptes[i].page = NULL;
			return -EINVAL;
		}
		ptes[i].status = 1;
	}
	return 0;
}

void pt_unmap(struct page_table *pg, unsigned int slot, unsigned int num_pages)
{
	struct pt_entry *ptes = pg->entries + slot;
	unsigned int i;

	for (i = 0; i < num_pages; i++) {
		if (ptes[i].page) {
			dma_unmap_page(pg->dev, ptes[i].dma_addr, PAGE_SIZE, DMA_BIDIRECTIONAL);
			pt_release_page(ptes[i].page);
		}
		ptes[i].page = NULL;
		ptes[i].status = 0;
	}
}

int pt_map(struct page_table *pg, unsigned long host_addr, unsigned int slot, unsigned int num_pages)
{
	int ret;

	mutex_lock(&pg->mutex);
	ret = pt_perform_mapping(pg, pg->entries + slot, host_addr, num_pages);
	if (ret)
		pt_unmap(pg, slot, num_pages);
	mutex_unlock(&pg->mutex);
	return ret;
}
