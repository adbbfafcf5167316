// SPDX-License-Identifier: GPL-2.0-or-later
/* A frame grabber's buffer: what could not be got is left to the one function that frees. */
#include "kernel.h"

struct vbuf_dma {
	struct device *dev;
	struct page **pages;
	int offset;
	struct scatterlist *sglist;
	int sglen;
	int nr_pages;
	int direction;
};

int vbuf_init_user(struct vbuf_dma *dma, int direction, unsigned long data, unsigned long size);
int vbuf_map(struct vbuf_dma *dma);
int vbuf_free(struct vbuf_dma *dma);
void vbuf_release(struct file *file);
int vbuf_prepare(struct file *file, unsigned long data, unsigned long size);

static int vbuf_init_user_locked(struct vbuf_dma *dma, int direction, unsigned long data, unsigned long size)
{
	unsigned long first, last;
	unsigned int flags = FOLL_FORCE;
	int err;

	dma->direction = direction;
	switch (dma->direction) {
	case DMA_FROM_DEVICE:
		flags |= FOLL_WRITE;
		break;
	case DMA_TO_DEVICE:
		break;
	default:
		return -EINVAL;
	}

	first = (data & PAGE_MASK) >> PAGE_SHIFT;
	last = ((data + size - 1) & PAGE_MASK) >> PAGE_SHIFT;
	dma->offset = data & ~PAGE_MASK;
	dma->nr_pages = last - first + 1;
	dma->pages = kmalloc_array(dma->nr_pages, sizeof(struct page *), GFP_KERNEL);
	if (NULL == dma->pages)
		return -ENOMEM;

	err = get_user_pages(data & PAGE_MASK, dma->nr_pages, flags, dma->pages);
	if (err != dma->nr_pages) {
		dma->nr_pages = (err >= 0) ? err : 0;
		dev_err(dma->dev, "get_user_pages: err=%d [%d]\n", err, dma->nr_pages);
		return err < 0 ? err : -EINVAL;
	}
	return 0;
}

int vbuf_init_user(struct vbuf_dma *dma, int direction, unsigned long data, unsigned long size)
{
	int ret;

	mmap_read_lock(current->mm);
	ret = vbuf_init_user_locked(dma, direction, data, size);
	mmap_read_unlock(current->mm);
	return ret;
}

int vbuf_map(struct vbuf_dma *dma)
{
	int i;

	dma->sglist = kcalloc(dma->nr_pages, sizeof(*dma->sglist), GFP_KERNEL);
	if (!dma->sglist)
		return -ENOMEM;
	for (i = 0; i < dma->nr_pages; i++)
		sg_set_page(&dma->sglist[i], dma->pages[i], PAGE_SIZE, 0);
	dma->sglen = dma_map_sg(dma->dev, dma->sglist, dma->nr_pages, dma->direction);
	return dma->sglen ? 0 : -ENOMEM;
}

int vbuf_free(struct vbuf_dma *dma)
{
	int i = 0;

	if (dma->pages) {
		for (i = 0; i < dma->nr_pages; i++) {
			if (dma->direction == DMA_FROM_DEVICE)
				set_page_dirty_lock(dma->pages[i]);
			put_page(dma->pages[i]);
		}
		kfree(dma->pages);
		dma->pages = NULL;
	}
	dma->direction = DMA_NONE;
	return 0;
}

int vbuf_prepare(struct file *file, unsigned long data, unsigned long size)
{
	struct vbuf_dma *dma = file->private_data;
	int err;

	err = vbuf_init_user(dma, DMA_FROM_DEVICE, data, size);
	if (!err)
		err = vbuf_map(dma);
	if (err)
		vbuf_free(dma);
	return err;
}

void vbuf_release(struct file *file)
{
	struct vbuf_dma *dma = file->private_data;

	dma_unmap_sg(dma->dev, dma->sglist, dma->sglen, dma->direction);
	vbuf_free(dma);
	kfree(dma);
}
