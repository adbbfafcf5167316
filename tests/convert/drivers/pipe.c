// SPDX-License-Identifier: GPL-2.0-or-later
/* A pipe to a host: one transfer, its pages on an array of the device, marked dirty as far as they were filled. */
#include "kernel.h"

#define PIPE_MAX 336

struct pipe {
	struct device *dev;
	struct mutex lock;
	struct page *pages[PIPE_MAX];
};

ssize_t pipe_transfer(struct pipe *pipe, unsigned long address, unsigned long len, int is_write);

static int pin_pipe_pages(unsigned long first_page, unsigned long last_page, unsigned int last_page_size, int is_write,
			  struct page *pages[PIPE_MAX], unsigned int *iter_last_page_size)
{
	int ret;
	int requested_pages = ((last_page - first_page) >> PAGE_SHIFT) + 1;

	if (requested_pages > PIPE_MAX) {
		requested_pages = PIPE_MAX;
		*iter_last_page_size = PAGE_SIZE;
	} else {
		*iter_last_page_size = last_page_size;
	}

	ret = get_user_pages_fast(first_page, requested_pages, !is_write ? FOLL_WRITE : 0, pages);
	if (ret <= 0)
		return -EFAULT;
	if (ret < requested_pages)
		*iter_last_page_size = PAGE_SIZE;

	return ret;
}

static void release_user_pages(struct page **pages, int pages_count, int is_write, int consumed_size)
{
	int i;

	for (i = 0; i < pages_count; i++) {
		if (!is_write && consumed_size > 0)
			set_page_dirty(pages[i]);
		put_page(pages[i]);
	}
}

ssize_t pipe_transfer(struct pipe *pipe, unsigned long address, unsigned long len, int is_write)
{
	unsigned long last_page = (address + len - 1) & PAGE_MASK;
	unsigned int iter_last_page_size;
	int pages_count, consumed;
	dma_addr_t dma;

	/* Serialize access to the pipe command buffers */
	mutex_lock(&pipe->lock);
	pages_count = pin_pipe_pages(address, last_page, len & ~PAGE_MASK, is_write, pipe->pages, &iter_last_page_size);
	if (pages_count < 0) {
		mutex_unlock(&pipe->lock);
		return pages_count;
	}
	dma = dma_map_page(pipe->dev, pipe->pages[0], 0, PAGE_SIZE, DMA_BIDIRECTIONAL);
	consumed = hw_start(dma, iter_last_page_size);
	dma_unmap_page(pipe->dev, dma, PAGE_SIZE, DMA_BIDIRECTIONAL);
	release_user_pages(pipe->pages, pages_count, is_write, consumed);
	mutex_unlock(&pipe->lock);
	return consumed;
}
