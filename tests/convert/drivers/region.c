// SPDX-License-Identifier: GPL-2.0-or-later
/* Regions that an accelerator may reach, kept on a list until they are unmapped. */
#include "kernel.h"

struct region {
	unsigned long user_addr, length;
	dma_addr_t iova;
	struct page **pages;
	struct list_head node;
};

struct accel {
	struct device *dev;
	struct list_head regions;
};

int accel_map(struct accel *a, unsigned long user_addr, unsigned long length, unsigned long *iova);
int accel_unmap(struct accel *a, struct region *region);
void accel_destroy(struct accel *a);

static void put_all_pages(struct page **pages, int npages)
{
	int i;

	for (i = 0; i < npages; i++)
		if (pages[i])
			put_page(pages[i]);
}

static int region_pin_pages(struct accel *a, struct region *region)
{
	int npages = region->length >> PAGE_SHIFT;
	int ret, pinned;

	region->pages = kcalloc(npages, sizeof(struct page *), GFP_KERNEL);
	if (!region->pages) {
		ret = -ENOMEM;
		goto out;
	}

	pinned = get_user_pages_fast(region->user_addr, npages, FOLL_WRITE, region->pages);
	if (pinned < 0) {
		ret = pinned;
		goto free_pages;
	} else if (pinned != npages) {
		ret = -EFAULT;
		goto put_pages;
	}
	return 0;

put_pages:
	put_all_pages(region->pages, pinned);
free_pages:
	kfree(region->pages);
out:
	return ret;
}

static void region_unpin_pages(struct region *region)
{
	long npages = region->length >> PAGE_SHIFT;

	put_all_pages(region->pages, npages);
	kfree(region->pages);
}

int accel_map(struct accel *a, unsigned long user_addr, unsigned long length, unsigned long *iova)
{
	struct region *region;
	int ret;

	region = kzalloc(sizeof(*region), GFP_KERNEL);
	if (!region)
		return -ENOMEM;
	region->user_addr = user_addr;
	region->length = length;
	ret = region_pin_pages(a, region);
	if (ret)
		goto free_region;
	region->iova = dma_map_page(a->dev, region->pages[0], 0, region->length, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(a->dev, region->iova)) {
		ret = -EFAULT;
		goto unpin_pages;
	}
	list_add_tail(&region->node, &a->regions);
	*iova = region->iova;
	return 0;

unpin_pages:
	region_unpin_pages(region);
free_region:
	kfree(region);
	return ret;
}

int accel_unmap(struct accel *a, struct region *region)
{
	list_del(&region->node);
	dma_unmap_page(a->dev, region->iova, region->length, DMA_BIDIRECTIONAL);
	region_unpin_pages(region);
	kfree(region);
	return 0;
}

void accel_destroy(struct accel *a)
{
	struct region *region, *next;

	list_for_each_entry_safe(region, next, &a->regions, node) {
		if (region->iova)
			dma_unmap_page(a->dev, region->iova, region->length, DMA_BIDIRECTIONAL);
		if (region->pages)
			region_unpin_pages(region);
		kfree(region);
	}
}
