// SPDX-License-Identifier: GPL-2.0-or-later
/* A blitter: how far a transfer has come is a state, and freeing falls through from there. */
#include "kernel.h"

enum blit_state { BLIT_NONE, BLIT_ALLOCATED, BLIT_LOCKED, BLIT_MAPPED };

struct blit {
	struct device *dev;
	struct page **pages;
	unsigned long num_pages;
	enum dma_data_direction direction;
	enum blit_state state;
	dma_addr_t bus;
};

int blit_build(struct blit *vsg, unsigned long mem, unsigned long size);
void blit_free(struct blit *vsg);

static int blit_lock_all(struct blit *vsg, unsigned long mem, unsigned long size)
{
	int ret;
	unsigned long first = mem >> PAGE_SHIFT;

	vsg->num_pages = ((mem + size - 1) >> PAGE_SHIFT) - first + 1;
	vsg->pages = vzalloc(sizeof(struct page *) * vsg->num_pages);
	if (NULL == vsg->pages)
		return -ENOMEM;
	ret = get_user_pages_fast(mem, vsg->num_pages, vsg->direction == DMA_FROM_DEVICE ? FOLL_WRITE : 0,
				  vsg->pages);
	if (ret != vsg->num_pages) {
		if (ret < 0)
			return ret;
		vsg->num_pages = ret;
		vsg->state = BLIT_LOCKED;
		return -EINVAL;
	}
	vsg->state = BLIT_LOCKED;
	return 0;
}

void blit_free(struct blit *vsg)
{
	struct page *page;
	int i;

	switch (vsg->state) {
	case BLIT_MAPPED:
		dma_unmap_page(vsg->dev, vsg->bus, PAGE_SIZE, vsg->direction);
		fallthrough;
	case BLIT_LOCKED:
		for (i = 0; i < vsg->num_pages; ++i) {
			if (NULL != (page = vsg->pages[i])) {
				if (!PageReserved(page) && (DMA_FROM_DEVICE == vsg->direction))
					SetPageDirty(page);
				put_page(page);
			}
		}
		fallthrough;
	case BLIT_ALLOCATED:
		vfree(vsg->pages);
		break;
	default:
		vsg->state = BLIT_NONE;
	}
}

int blit_build(struct blit *vsg, unsigned long mem, unsigned long size)
{
	int ret;

	ret = blit_lock_all(vsg, mem, size);
	if (ret) {
		blit_free(vsg);
		return ret;
	}
	vsg->bus = dma_map_page(vsg->dev, vsg->pages[0], 0, PAGE_SIZE, vsg->direction);
	vsg->state = BLIT_MAPPED;
	return 0;
}
