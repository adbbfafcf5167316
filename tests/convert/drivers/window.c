// SPDX-License-Identifier: GPL-2.0-or-later
/* Windows of registered memory: an object for the pages, with holes, marked as the protection says. */
#include "kernel.h"

struct pinned {
	struct device *dev;
	struct page **pages;
	int nr_pages;
	int prot;
	bool kernel;
};

int window_pin(struct device *dev, unsigned long addr, int nr, int prot, struct pinned **out);
int window_unpin(struct pinned *pin);

static int window_destroy_pinned(struct pinned *pin)
{
	int j;
	int writeable = pin->prot & 2;

	for (j = 0; j < pin->nr_pages; j++) {
		if (pin->pages[j]) {
			if (writeable)
				SetPageDirty(pin->pages[j]);
			put_page(pin->pages[j]);
		}
	}
	kvfree(pin->pages);
	kfree(pin);
	return 0;
}

int window_pin(struct device *dev, unsigned long addr, int nr, int prot, struct pinned **out)
{
	struct pinned *pin;
	int err = 0;

	pin = kzalloc(sizeof(*pin), GFP_KERNEL);
	if (!pin)
		return -ENOMEM;
	pin->dev = dev;
	pin->prot = prot;
	pin->pages = kvcalloc(nr, sizeof(*pin->pages), GFP_KERNEL);
	if (!pin->pages) {
		kfree(pin);
		return -ENOMEM;
	}
	pin->nr_pages = get_user_pages_fast(addr, nr, (prot & 2) ? FOLL_WRITE : 0, pin->pages);
	if (pin->nr_pages != nr) {
		if (pin->nr_pages < 0) {
			err = pin->nr_pages;
			pin->nr_pages = 0;
		} else {
			err = -EFAULT;
		}
		goto error_unmap;
	}
	dma_map_page(dev, pin->pages[0], 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	*out = pin;
	return 0;
error_unmap:
	window_destroy_pinned(pin);
	return err;
}

int window_unpin(struct pinned *pin)
{
	return window_destroy_pinned(pin);
}
