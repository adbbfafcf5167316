// SPDX-License-Identifier: GPL-2.0-or-later
/* Shared memory of a secure world: what was got is counted in the object, and one label frees all. */
#include "kernel.h"

struct shm {
	struct device *dev;
	struct page **pages;
	size_t num_pages;
	unsigned long offset, size;
	int id;
};

struct shm *shm_register(struct device *dev, unsigned long addr, size_t length);
void shm_put(struct shm *shm);

static void shm_release(struct shm *shm)
{
	size_t n;

	for (n = 0; n < shm->num_pages; n++)
		put_page(shm->pages[n]);

	kfree(shm->pages);
	kfree(shm);
}

struct shm *shm_register(struct device *dev, unsigned long addr, size_t length)
{
	unsigned long start;
	struct shm *shm;
	void *ret;
	int rc;
	int num_pages;

	shm = kzalloc(sizeof(*shm), GFP_KERNEL);
	if (!shm)
		return ERR_PTR(-ENOMEM);
	shm->dev = dev;
	shm->id = -1;
	start = addr & PAGE_MASK;
	shm->offset = addr - start;
	shm->size = length;
	num_pages = (length + PAGE_SIZE - 1) >> PAGE_SHIFT;
	shm->pages = kcalloc(num_pages, sizeof(*shm->pages), GFP_KERNEL);
	if (!shm->pages) {
		ret = ERR_PTR(-ENOMEM);
		goto err;
	}

	rc = get_user_pages_fast(start, num_pages, FOLL_WRITE, shm->pages);
	if (rc > 0)
		shm->num_pages = rc;
	if (rc != num_pages) {
		if (rc >= 0)
			rc = -ENOMEM;
		ret = ERR_PTR(rc);
		goto err;
	}
	dma_map_page(dev, shm->pages[0], 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	return shm;
err:
	if (shm->pages) {
		size_t n;

		for (n = 0; n < shm->num_pages; n++)
			put_page(shm->pages[n]);
		kfree(shm->pages);
	}
	kfree(shm);
	return ret;
}

void shm_put(struct shm *shm)
{
	shm_release(shm);
}
