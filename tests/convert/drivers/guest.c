// SPDX-License-Identifier: GPL-2.0-or-later
/* Guest memory: a function hands the array to its caller, who keeps it or gives it back. */
#include "kernel.h"

struct guest_region {
	struct list_head list;
	unsigned long npages;
	struct page **pages;
};

struct guest {
	struct device *dev;
	struct list_head regions;
	unsigned long pages_locked;
};

int guest_encrypt(struct guest *g, unsigned long uaddr, unsigned long len);
int guest_register(struct guest *g, unsigned long uaddr, unsigned long len);
void guest_unregister(struct guest *g, struct guest_region *region);

static struct page **guest_pin_memory(struct guest *g, unsigned long uaddr, unsigned long ulen, unsigned long *n, int write)
{
	unsigned long npages = DIV_ROUND_UP(ulen, PAGE_SIZE);
	struct page **pages;
	int npinned, ret;

	/* Avoid using vmalloc for smaller buffers. */
	pages = kvmalloc_array(npages, sizeof(*pages), GFP_KERNEL);
	if (!pages)
		return ERR_PTR(-ENOMEM);

	/* Pin the user virtual address. */
	npinned = get_user_pages_fast(uaddr, npages, write ? FOLL_WRITE : 0, pages);
	if (npinned != npages) {
		dev_err(g->dev, "Failure locking %lu pages.\n", npages);
		ret = -ENOMEM;
		goto err;
	}

	*n = npages;
	g->pages_locked += npages;
	return pages;

err:
	if (npinned > 0)
		release_pages(pages, npinned);
	kvfree(pages);
	return ERR_PTR(ret);
}

static void guest_unpin_memory(struct guest *g, struct page **pages, unsigned long npages)
{
	release_pages(pages, npages);
	kvfree(pages);
	g->pages_locked -= npages;
}

int guest_encrypt(struct guest *g, unsigned long uaddr, unsigned long len)
{
	struct page **inpages;
	unsigned long npages, i;
	dma_addr_t dma;

	inpages = guest_pin_memory(g, uaddr, len, &npages, 1);
	if (IS_ERR(inpages))
		return PTR_ERR(inpages);
	dma = dma_map_page(g->dev, inpages[0], 0, len, DMA_BIDIRECTIONAL);
	hw_start(dma, len);
	dma_unmap_page(g->dev, dma, len, DMA_BIDIRECTIONAL);
	for (i = 0; i < npages; i++) {
		set_page_dirty_lock(inpages[i]);
		mark_page_accessed(inpages[i]);
	}
	guest_unpin_memory(g, inpages, npages);
	return 0;
}

int guest_register(struct guest *g, unsigned long uaddr, unsigned long len)
{
	struct guest_region *region;
	int ret;

	region = kzalloc(sizeof(*region), GFP_KERNEL);
	if (!region)
		return -ENOMEM;
	region->pages = guest_pin_memory(g, uaddr, len, &region->npages, 1);
	if (IS_ERR(region->pages)) {
		ret = PTR_ERR(region->pages);
		goto e_free;
	}
	list_add_tail(&region->list, &g->regions);
	return 0;

e_free:
	kfree(region);
	return ret;
}

void guest_unregister(struct guest *g, struct guest_region *region)
{
	guest_unpin_memory(g, region->pages, region->npages);
	list_del(&region->list);
	kfree(region);
}
