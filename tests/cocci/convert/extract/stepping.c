// SPDX-License-Identifier: GPL-2.0
/* A release that steps on asks, and then steps; what steps first stays, and so does an array that nobody
 * frees. */
int use(struct device *dev, struct page *page);

ssize_t steps(struct device *dev, struct iov_iter *iter, struct page **pages, int nr)
{
	size_t offs;
	ssize_t bytes;
	int j = 0;

	bytes = iov_iter_get_pages2(iter, pages, LONG_MAX, nr, &offs);
	if (bytes <= 0)
		return bytes;
	dma_map_page(dev, pages[0], offs, bytes, DMA_TO_DEVICE);
	nr = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
	while (j < nr)
		put_page(pages[j++]);
	return 0;
}

ssize_t steps_down(struct device *dev, struct iov_iter *iter, struct page **pages, int nr)
{
	size_t offs;
	ssize_t bytes;

	bytes = iov_iter_get_pages2(iter, pages, LONG_MAX, nr, &offs);
	if (bytes <= 0)
		return bytes;
	dma_map_page(dev, pages[0], offs, bytes, DMA_TO_DEVICE);
	nr = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
	while (nr)
		put_page(pages[--nr]);
	return 0;
}

ssize_t later(struct device *dev, struct iov_iter *iter, int nr)
{
	struct page **pages, *few[8];
	size_t offs;
	ssize_t bytes;
	int j;

	if (nr <= 8) {
		pages = few;
		bytes = iov_iter_get_pages2(iter, pages, LONG_MAX, nr, &offs);
	} else {
		bytes = iov_iter_get_pages_alloc2(iter, &pages, LONG_MAX, &offs);
	}
	if (bytes <= 0)
		return bytes;
	dma_map_page(dev, pages[0], offs, bytes, DMA_TO_DEVICE);
	nr = DIV_ROUND_UP(offs + bytes, PAGE_SIZE);
	for (j = 0; j < nr; j++)
		put_page(pages[j]);
	return 0;
}
