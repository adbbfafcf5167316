// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages of iterators. */
#include <linux/uio.h>

ssize_t by_array(struct dev *dev, struct iov_iter *iter)
{
	struct page *pages[8];
	size_t off;
	ssize_t len;
	int i, nr;

	len = iov_iter_get_pages2(iter, pages, PAGE_SIZE, 8, &off);
	if (len <= 0)
		return len;
	nr = DIV_ROUND_UP(len + off, PAGE_SIZE);
	dma_map_page(dev, pages[0], off, len, DMA_TO_DEVICE);
	for (i = 0; i < nr; i++)
		put_page(pages[i]);
	return len;
}

static ssize_t by_pointer(struct dev *dev, struct iov_iter *iter, struct page **pages)
{
	ssize_t len = 0;
	size_t off;

	while (iov_iter_count(iter)) {
		len = iov_iter_get_pages2(iter, pages, PAGE_SIZE, 8,
					  &off);
		if (len <= 0)
			break;
		dma_map_page(dev, pages[0], off, len, DMA_TO_DEVICE);
		if (dev->all)
			release_pages(pages, 8);
	}
	return len;
}

ssize_t one_page(struct dev *dev, struct iov_iter *iter)
{
	struct page *page;
	size_t off;
	ssize_t len;

	len = iov_iter_get_pages2(iter, &page, PAGE_SIZE, 1, &off);
	if (len <= 0)
		return len;
	dma_map_page(dev, page, off, len, DMA_TO_DEVICE);
	put_page(page);
	return len;
}

ssize_t by_alloc(struct dev *dev, struct iov_iter *iter)
{
	struct page **list;
	ssize_t len;
	size_t off;
	int i;

	len = iov_iter_get_pages_alloc2(iter, &list, PAGE_SIZE, &off);
	if (len < 0)
		return len;
	dma_map_page(dev, list[0], off, len, DMA_TO_DEVICE);
	for (i = 0; i < DIV_ROUND_UP(len + off, PAGE_SIZE); i++) {
		put_page(list[i]);
		list[i] = NULL;
	}
	kvfree(list);
	return len;
}

/* What the list says is asked, in whatever function. */
void drop_one(struct dev *dev, struct page *page, bool own)
{
	if (own)
		__free_page(page);
	else
		put_page(page);
	if (dev->kept)
		put_page(dev->kept);
	else
		kfree(dev);
	if (dev->all)
		put_page(dev->kept);
	else
		release_pages(&dev->kept, 1);
	if (own) {
		folio_put(dev->folio);
		dev->folio = NULL;
	}
}

/* An else follows its release: stays, as in the list. */
static ssize_t arm(struct dev *dev, struct iov_iter *iter, struct page **armed)
{
	size_t off;
	ssize_t len;

	len = iov_iter_get_pages2(iter, armed, PAGE_SIZE, 8, &off);
	dma_map_page(dev, armed[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	if (dev->kept)
		put_page(armed[0]);
	else
		kfree(dev);
	return len;
}

/* Dropped by another function, which has no iterator to ask. */
ssize_t keeps(struct dev *dev, struct iov_iter *iter)
{
	size_t off;

	dev->len = iov_iter_get_pages2(iter, dev->kept, PAGE_SIZE, 8, &off);
	dma_map_page(dev, dev->kept[0], 0, PAGE_SIZE, DMA_TO_DEVICE);
	return dev->len;
}

void drops(struct dev *dev)
{
	put_page(dev->kept[0]);
}
